//! Lines of Markdown that are more than words: headings, rules, fences, and what question-and-answer sites leave.

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing but white space.
    Blank,
    /// Words.
    Text,
    /// A heading of its own: its words.
    Heading(&'a str),
    /// A line that separates.
    Rule,
    /// The line below a heading: `===`. Dashes are a [`Line::Rule`].
    Underline,
    /// A fence of code with so many of this character, and what it says it is.
    Fence(char, usize, &'a str),
}

/// The longest line that is taken for a title although it is no heading.
const LONGEST_TITLE: usize = 80;

/// Says what a line is, its marks of quotation taken away.
pub(super) fn line(text: &str) -> Line<'_> {
    let text = text.trim();
    let Some(first) = text.chars().next() else {
        return Line::Blank;
    };
    match first {
        '#' => heading(text).map_or(Line::Text, Line::Heading),
        '`' | '~' => fence(text, first).unwrap_or(Line::Text),
        '=' if text.len() > 1 && text.bytes().all(|byte| byte == b'=') => Line::Underline,
        '-' | '*' | '_' if is_rule(text, first) => Line::Rule,
        '<' if text.len() < 8 && text.to_ascii_lowercase().starts_with("<hr") => Line::Rule,
        _ if text.len() > LONGEST_TITLE => Line::Text,
        '*' | '_' => bold(text).map_or(Line::Text, Line::Heading),
        _ if is_residue(text) => Line::Heading(text.trim_end_matches(':')),
        _ => Line::Text,
    }
}

/// A line without the marks `>` it begins with, and how many there were.
pub(super) fn unquoted(line: &str) -> (&str, usize) {
    let mut quotes = 0;
    let mut rest = line;
    loop {
        let text = rest.trim_start_matches([' ', '\t']);
        match text.strip_prefix('>') {
            Some(inside) => {
                rest = inside;
                quotes += 1;
            }
            None => return (rest, quotes),
        }
    }
}

fn heading(text: &str) -> Option<&str> {
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    if level > 6 || !(words.is_empty() || words.starts_with([' ', '\t'])) {
        return None;
    }
    let words = words.trim();
    let bare = words.trim_end_matches('#');
    let closed = bare.is_empty() || bare.ends_with([' ', '\t']);
    Some(if closed { bare.trim_end() } else { words })
}

fn fence(text: &str, mark: char) -> Option<Line<'_>> {
    let info = text.trim_start_matches(mark);
    let count = text.len() - info.len();
    let inline = mark == '`' && info.contains('`');
    (count >= 3 && !inline).then(|| Line::Fence(mark, count, info.trim()))
}

fn is_rule(text: &str, mark: char) -> bool {
    let marks = text.chars().filter(|&c| c == mark).count();
    marks >= 3 && text.chars().all(|c| c == mark || c == ' ' || c == '\t')
}

/// The words of a line that is bold as a whole.
fn bold(text: &str) -> Option<&str> {
    let mark = ["**", "__"]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let words = text.trim_end_matches([':', '.']);
    let words = words.strip_prefix(mark)?.strip_suffix(mark)?;
    let plain = !words.contains(mark) && !words.contains(['$', '\\']);
    let words = words.trim().trim_end_matches([':', '.']);
    (plain && words.chars().any(char::is_alphabetic)).then_some(words)
}

/// Lines that pages of questions and answers consist of besides the texts.
fn is_residue(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let all: [Option<&str>; 6] = std::array::from_fn(|_| words.next());
    if words.next().is_some() {
        return false;
    }
    let number = |word: &str| word.parse::<u32>().is_ok();
    let part = |word: &str| {
        matches!(
            word.trim_end_matches(':'),
            "answer" | "answers" | "solution" | "solutions" | "question" | "questions"
        )
    };
    match all {
        [Some("on"), None, ..] => text == "On",
        [Some("on"), Some("best"), Some("answer"), None, ..] => true,
        [Some("best" | "accepted" | "your"), Some(word), None, ..] => part(word),
        [Some(word), None, ..] => part(word) && (text.ends_with(':') || word != "question"),
        [Some(count), Some(word), None, ..] if number(count) => part(word),
        [Some(word), Some(count), None, ..] if number(count.trim_end_matches(':')) => part(word),
        [
            Some("there"),
            Some("are" | "is"),
            Some(count),
            Some(rest),
            ..,
        ] => {
            number(count)
                && matches!(
                    rest,
                    "best" | "answers" | "answer" | "solutions" | "solution"
                )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_rules_are_found() {
        assert_eq!(line("## Gradient of W ##"), Line::Heading("Gradient of W"));
        assert_eq!(line("# C#"), Line::Heading("C#"));
        assert_eq!(line("#1 is"), Line::Text);
        assert_eq!(line("- - -"), Line::Rule);
        assert_eq!(line("****"), Line::Rule);
        assert_eq!(line("-- x"), Line::Text);
        assert_eq!(line("===="), Line::Underline);
        assert_eq!(line("= x"), Line::Text);
        assert_eq!(line("**Answer.**"), Line::Heading("Answer"));
        assert_eq!(line("**a** and **b**"), Line::Text);
        assert_eq!(line("~~~"), Line::Fence('~', 3, ""));
        assert_eq!(line("````math"), Line::Fence('`', 4, "math"));
        assert_eq!(line("```a```"), Line::Text);
    }

    #[test]
    fn residue_of_answers_is_a_heading() {
        for title in [
            "On",
            "On BEST ANSWER",
            "2 Answers",
            "1 Answer",
            "There are 2 best solutions below",
            "There is 1 best solution below",
            "Solution",
            "Accepted answer",
            "Answer 3",
        ] {
            assert_eq!(line(title), Line::Heading(title), "{title}");
        }
        assert_eq!(line("Answer:"), Line::Heading("Answer"));
        for text in [
            "on",
            "On the other hand",
            "2",
            "98 Views Asked by At",
            "There are 3 cases",
        ] {
            assert_eq!(line(text), Line::Text, "{text}");
        }
    }

    #[test]
    fn quotation_marks_are_counted() {
        assert_eq!(unquoted("> > a"), (" a", 2));
        assert_eq!(unquoted("a > b"), ("a > b", 0));
    }
}

//! Words as they stand in Markdown or LaTeX, taken out of their marks; formulas written without dollars.

use super::symbol::{is_accent, is_small, plain_letter};
use super::token::{Token, TokenKind};
use crate::document::Span;

/// LaTeX commands whose argument is no running text.
const SILENT: &[&str] = &[
    "label",
    "ref",
    "eqref",
    "cref",
    "Cref",
    "autoref",
    "cite",
    "citet",
    "citep",
    "citeauthor",
    "begin",
    "end",
    "includegraphics",
    "input",
    "vspace",
    "hspace",
];

/// Words whose dot does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "eq", "eqs", "eqn", "fig", "figs", "resp", "cf", "ref", "sec", "etc", "vs", "no", "thm", "wrt",
    "def", "dim", "approx", "al",
];

/// Words that stand between formulas, written with `\text` without a space.
const CONNECTIVES: &[&str] = &[
    "where", "with", "and", "for", "if", "when", "is", "are", "s.t.", "subject", "given", "by",
    "let", "such",
];

/// Signs that make a formula of the letters beside them, written without dollars.
const STRONG: &str = "∈ℝ×≥≤≻⪰≽=ᵀ><";

/// Reads words into tokens; `start` is the place of the text in the source.
pub(super) fn read(text: &str, start: usize, tokens: &mut Vec<Token>) {
    let from = tokens.len();
    let mut reader = Reader {
        text,
        at: 0,
        start,
        tokens,
    };
    while reader.step() {}
    let words = tokens.split_off(from);
    join_formulas(text, start, words, tokens);
}

struct Reader<'a, 'b> {
    text: &'a str,
    at: usize,
    start: usize,
    tokens: &'b mut Vec<Token>,
}

impl Reader<'_, '_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, bytes: usize, kind: TokenKind) {
        let from = self.start + self.at;
        self.tokens.push(Token {
            span: from..from + bytes,
            kind,
        });
        self.at += bytes;
    }

    fn step(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(c) = rest.chars().next() else {
            return false;
        };
        let next = rest[c.len_utf8()..].chars().next();
        match c {
            '\n' => self.line_end(),
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '\\' => self.command(),
            '%' => self.at += rest.find('\n').unwrap_or(rest.len()),
            '<' if next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '!') => {
                let end = if rest.starts_with("<!--") { "-->" } else { ">" };
                let bytes = rest.find(end).map_or(1, |at| at + end.len());
                self.at += bytes;
            }
            '&' if entity(rest).is_some() => self.at += entity(rest).unwrap_or(1),
            '[' if rest.starts_with("[^") => {
                self.at += rest.find(']').map_or(1, |at| at + 1);
            }
            // The address of a link.
            ']' if next == Some('(') => {
                let address = rest.find(')').filter(|at| !rest[..*at].contains('\n'));
                self.at += address.map_or(1, |at| at + 1);
            }
            '*' | '`' | '#' | '[' | ']' | '{' | '}' | '~' | '_' | '!'
                if !is_exclamation(c, next) =>
            {
                self.at += 1;
            }
            c if is_part_of_a_word(c) => self.word(),
            '-' if self.is_a_dash() => {
                let bytes = rest.len() - rest.trim_start_matches('-').len();
                self.push(bytes, TokenKind::Mark('—'));
            }
            '–' => self.push(c.len_utf8(), TokenKind::Mark('—')),
            c => self.push(c.len_utf8(), TokenKind::Mark(c)),
        }
        true
    }

    fn line_end(&mut self) {
        let rest = &self.text[self.at..];
        let white = rest.len() - rest.trim_start().len();
        let lines = rest[..white].matches('\n').count();
        let after = &rest[white..];
        if lines > 1 || begins_an_item(after) {
            self.push(white, TokenKind::Paragraph);
            // A bullet is no mark of the sentence.
            if begins_an_item(after) {
                self.at += after.find(' ').unwrap_or(0);
            }
        } else {
            self.at += white;
        }
    }

    fn is_a_dash(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let rest = self.rest();
        let after = rest.trim_start_matches('-').chars().next();
        let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
        rest.starts_with("--") || (spaced(before) && spaced(after))
    }

    fn command(&mut self) {
        let rest = &self.text[self.at + 1..];
        let letters = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let name = &rest[..letters];
        if name == "item" || name == "par" {
            return self.push(1 + letters, TokenKind::Paragraph);
        }
        self.at += 1 + letters;
        if letters == 0 {
            self.at += rest.chars().next().map_or(0, char::len_utf8);
            return;
        }
        if SILENT.contains(&name) {
            let rest = self.rest().trim_start_matches('*');
            let mut end = self.text.len() - rest.len();
            for (open, close) in [('[', ']'), ('{', '}')] {
                if self.text[end..].starts_with(open)
                    && let Some(at) = self.text[end..].find(close)
                {
                    end += at + 1;
                }
            }
            self.at = end;
        }
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let next = rest[at + c.len_utf8()..].chars().next();
            let inside = match c {
                '\'' | '’' => at > 0 && next.is_some_and(char::is_alphabetic),
                // x_i, x^T: a letter with something below or above it.
                '_' | '^' => {
                    is_letter_with_scripts(&rest[..at])
                        && next.is_some_and(|c| c.is_alphanumeric() || c == '{')
                }
                '{' | '}' => {
                    end > 0 && rest[..at].contains(['_', '^']) && braces_fit(&rest[..at], c)
                }
                // i.e., s.t., 0.5
                '.' => is_an_abbreviation(&rest[..at], next),
                // A 0/1 mask.
                '/' => &rest[..at] == "0" && next == Some('1'),
                _ => is_part_of_a_word(c),
            };
            if !inside {
                break;
            }
            end = at + c.len_utf8();
        }
        let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
        let word = rest[..end].replace('’', "'");
        self.push(end, TokenKind::Word(word.clone()));
        let dotted = word.contains('.') && !word.starts_with(|c: char| c.is_ascii_digit());
        let short = ABBREVIATIONS.contains(&word.to_lowercase().as_str());
        if self.rest().starts_with('.') && (dotted || short) {
            self.at += 1;
        }
    }
}

fn is_exclamation(c: char, next: Option<char>) -> bool {
    c == '!' && next != Some('[')
}

fn is_part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || plain_letter(c).is_some() || is_small(c) || is_accent(c)
}

fn is_letter_with_scripts(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| !is_accent(*c));
    let first = letters.next().is_some_and(char::is_alphabetic);
    first && letters.next().is_none_or(|c| c == '_' || c == '^')
}

/// Whether a brace at the end of this belongs to a script: `x_{`, `x_{ij`.
fn braces_fit(word: &str, brace: char) -> bool {
    let open = word.matches('{').count() > word.matches('}').count();
    match brace {
        '{' => word.ends_with(['_', '^']),
        _ => open,
    }
}

/// Whether a dot behind this is inside an abbreviation or a number.
fn is_an_abbreviation(word: &str, next: Option<char>) -> bool {
    let last = word.rsplit('.').next().unwrap_or_default();
    let number = word.chars().all(|c| c.is_ascii_digit());
    let letter = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    match next {
        Some(c) if number && !word.is_empty() => c.is_ascii_digit(),
        Some(c) => letter && c.is_ascii_lowercase(),
        None => false,
    }
}

fn entity(rest: &str) -> Option<usize> {
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = &rest[1..end];
    let is_a_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    (!name.is_empty() && is_a_name).then_some(end + 1)
}

/// `- `, `* `, `+ `, `1. `, `2) `
fn begins_an_item(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = &line[digits..];
    match digits {
        0 => mark.starts_with("- ") || mark.starts_with("* ") || mark.starts_with("+ "),
        1 | 2 => mark.starts_with(". ") || mark.starts_with(") "),
        _ => false,
    }
}

/// A letter with scripts, as a name or a size is written without dollars.
fn is_a_letter(token: &Token) -> bool {
    match &token.kind {
        TokenKind::Word(word) => {
            let mut letters = word.chars().filter(|c| !is_accent(*c));
            let first = letters.next().is_some_and(|c| c.is_alphanumeric());
            first
                && (word.chars().all(|c| c.is_ascii_digit())
                    || letters
                        .next()
                        .is_none_or(|c| c == '_' || c == '^' || is_small(c)))
        }
        _ => false,
    }
}

/// Joins letters and signs that stand together into formulas, if a sign among them says that they are one:
/// `X, W ∈ ℝ^{n×k}`, `λ > 0`, `n × m`.
fn join_formulas(text: &str, start: usize, words: Vec<Token>, tokens: &mut Vec<Token>) {
    let is_sign = |token: &Token| match token.kind {
        TokenKind::Mark(c) => STRONG.contains(c) || "(){}[]^+-,…·∘⊙|".contains(c),
        _ => false,
    };
    let is_strong = |token: &Token| match &token.kind {
        TokenKind::Mark(c) => STRONG.contains(*c),
        TokenKind::Word(word) => is_a_letter(token) && word.contains(['ℝ', 'ᵀ']),
        _ => false,
    };
    let mut at = 0;
    while at < words.len() {
        let mut end = at;
        while words
            .get(end)
            .is_some_and(|token| is_a_letter(token) || is_sign(token))
        {
            end += 1;
        }
        // Outer punctuation belongs to the sentence, and so does an article.
        let mut from = at;
        let mut to = end;
        let is_mark = |token: &Token, marks: &str| matches!(token.kind, TokenKind::Mark(c) if marks.contains(c));
        while from < to && is_mark(&words[from], ",)}]-—") {
            from += 1;
        }
        if to - from > 1
            && matches!(&words[from].kind, TokenKind::Word(word) if word == "a" || word == "A")
            && is_a_letter(&words[from + 1])
        {
            from += 1;
        }
        while to > from && is_mark(&words[to - 1], ",([{-") {
            to -= 1;
        }
        let unbalanced = |part: &[Token]| {
            let count = |c| part.iter().filter(|t| t.kind == TokenKind::Mark(c)).count();
            (count('('), count(')'))
        };
        if from < to {
            let (open, close) = unbalanced(&words[from..to]);
            if open > close && is_mark(&words[from], "(") {
                from += 1;
            } else if close > open && is_mark(&words[to - 1], ")") {
                to -= 1;
            }
        }
        let strong = from < to && words[from..to].iter().any(is_strong) && to - from > 1;
        if strong {
            tokens.extend_from_slice(&words[at..from]);
            let span = words[from].span.start..source_end(text, start, &words, to);
            let tex = text[span.start - start..span.end - start].to_owned();
            tokens.push(Token {
                span,
                kind: TokenKind::Formula(tex, false),
            });
            at = to;
        } else {
            let through = end.max(at + 1).min(words.len());
            tokens.extend_from_slice(&words[at..through]);
            at = through;
        }
    }
}

/// The end of the last word, with the braces that close behind it and are no words.
fn source_end(text: &str, start: usize, words: &[Token], to: usize) -> usize {
    let end = words[to - 1].span.end;
    let limit = words
        .get(to)
        .map_or(start + text.len(), |next| next.span.start);
    let between = &text[end - start..limit - start];
    let closing = between.len() - between.trim_start_matches(['}', ']']).len();
    end + closing
}

/// Words in a formula: the command with its argument, and the argument.
pub(super) struct Scrap {
    pub(super) command: Span,
    pub(super) words: Span,
}

/// The words between the formulas of one formula: `\text{where }`, outside braces and cases.
pub(super) fn words_in_formula(tex: &str) -> Vec<Scrap> {
    let mut scraps = Vec::new();
    let (mut depth, mut cases, mut at) = (0_usize, 0_usize, 0);
    while let Some(c) = tex[at..].chars().next() {
        let rest = &tex[at..];
        if rest.starts_with("\\begin{cases}") {
            cases += 1;
        } else if rest.starts_with("\\end{cases}") {
            cases = cases.saturating_sub(1);
        }
        let command = ["\\text{", "\\textrm{", "\\mbox{", "\\textit{", "\\mathrm{"]
            .iter()
            .find(|command| rest.starts_with(**command));
        match (c, command) {
            (_, Some(command)) if depth == 0 && cases == 0 => {
                let from = at + command.len();
                let Some(length) = tex[from..].find('}') else {
                    break;
                };
                let words = from..from + length;
                let argument = &tex[words.clone()];
                let spaced = argument.contains(' ') && argument.contains(char::is_alphabetic);
                let connective = CONNECTIVES.contains(&argument.trim());
                // A $ inside changes to a formula again.
                if (spaced || connective) && !argument.contains(['$', '\\', '{']) {
                    scraps.push(Scrap {
                        command: at..words.end + 1,
                        words: words.clone(),
                    });
                }
                at = words.end + 1;
                continue;
            }
            ('\\', _) => {
                at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            ('{', _) => depth += 1,
            ('}', _) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    scraps
}

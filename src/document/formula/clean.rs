//! What a formula consists of once noise is gone: its rows, cells, relations, words, and the rest.

use super::super::token::{Kind, Maker, Token, origin_of};
use super::super::{Relation, Span};
use super::relation::{is_implication, relation, says_definition};

/// A part of a formula. Marks are those outside of all brackets.
#[derive(Debug, Clone)]
pub(super) enum Item<'a> {
    /// Part of a member.
    Token(Token<'a>),
    /// A sign of a relation.
    Relation(Relation, Span),
    /// The end of a row, and whether a bracket is still open there.
    Row(bool),
    /// An alignment mark.
    Cell,
    /// A wide space.
    Wide,
    /// One statement follows from another.
    Implies,
    /// A comma or a semicolon.
    Separator(Token<'a>),
    /// Words.
    Text(Span, String),
}

/// Cleans a formula; also what is wrong with it.
pub(super) fn clean<'a>(tokens: &[Token<'a>]) -> (Vec<Item<'a>>, Vec<(Span, String)>) {
    let mut cleaner = Cleaner {
        counts_brackets: balanced(tokens),
        ..Cleaner::default()
    };
    cleaner.run(tokens);
    if let Some(place) = cleaner.braces.last() {
        let problem = (place.clone(), "`{` is not closed".to_owned());
        cleaner.problems.push(problem);
    }
    (cleaner.items, cleaner.problems)
}

#[derive(Default)]
struct Cleaner<'a> {
    items: Vec<Item<'a>>,
    problems: Vec<(Span, String)>,
    counts_brackets: bool,
    braces: Vec<Span>,
    brackets: usize,
    /// Environments that are part of a member.
    inner: usize,
    /// Environments whose rows are those of the formula.
    outer: Vec<Layout>,
    /// How deep groups are taken apart that are no groups.
    spliced: usize,
}

/// What rows and alignment marks mean in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Two columns are a statement.
    Pairs,
    /// All columns are.
    Single,
    /// All rows are.
    Flow,
}

/// Spliced groups nest at most so deep.
const DEEPEST: usize = 40;

impl<'a> Cleaner<'a> {
    fn run(&mut self, tokens: &[Token<'a>]) {
        let mut at = 0;
        while at < tokens.len() {
            at += self.step(&tokens[at..]).max(1);
        }
    }

    /// Whether signs here are those of the formula.
    fn outside(&self) -> bool {
        self.braces.is_empty() && self.inner == 0 && self.brackets == 0
    }

    /// Whether rows here are those of the formula.
    fn between_rows(&self) -> bool {
        self.braces.is_empty() && self.inner == 0
    }

    fn keep(&mut self, token: Token<'a>) {
        self.items.push(Item::Token(token));
    }

    fn open_bracket(&mut self) {
        self.brackets += usize::from(self.counts_brackets && self.between_rows());
    }

    fn close_bracket(&mut self) {
        if self.between_rows() {
            self.brackets = self.brackets.saturating_sub(1);
        }
    }

    /// Takes the first tokens; how many.
    fn step(&mut self, tokens: &[Token<'a>]) -> usize {
        let token = tokens[0];
        match token.kind {
            Kind::Space => {
                self.keep(token);
                1
            }
            Kind::Open => self.group(tokens),
            Kind::Close => {
                if self.braces.pop().is_none() {
                    let problem = (token.origin(), "`}` closes nothing".to_owned());
                    self.problems.push(problem);
                } else {
                    self.keep(token);
                }
                1
            }
            Kind::Begin => self.begin(tokens),
            Kind::End => {
                if self.inner > 0 {
                    self.inner -= 1;
                    self.keep(token);
                } else if self.outer.pop().is_some() {
                    self.items.push(Item::Row(false));
                }
                1
            }
            Kind::Symbol => self.symbol(tokens),
            Kind::Word => self.word(tokens),
            Kind::Char | Kind::Parameter => self.character(tokens),
        }
    }

    fn group(&mut self, tokens: &[Token<'a>]) -> usize {
        let inside = group(tokens);
        // {=} is a sign with other spacing.
        if let Some(inside) = inside
            && self.outside()
            && let [only] = visible(inside).as_slice()
            && let Some(relation) = relation(only.text)
        {
            self.items.push(Item::Relation(relation, only.origin()));
            return inside.len() + 2;
        }
        self.braces.push(tokens[0].origin());
        self.keep(tokens[0]);
        1
    }

    fn begin(&mut self, tokens: &[Token<'a>]) -> usize {
        let name = tokens[0].environment().trim_end_matches('*');
        let takes = matches!(
            name,
            "alignat" | "alignedat" | "IEEEeqnarray" | "array" | "empheq" | "xalignat"
        );
        let layout = match name {
            "align" | "aligned" | "alignat" | "alignedat" | "split" | "flalign" | "gather"
            | "gathered" | "equation" | "subequations" | "math" | "displaymath" | "xalignat"
            | "empheq" => Some(Layout::Pairs),
            "eqnarray" | "IEEEeqnarray" => Some(Layout::Single),
            "multline" | "multlined" | "dmath" | "dgroup" => Some(Layout::Flow),
            "array" if self.outside() && states_something(tokens) => Some(Layout::Single),
            _ => None,
        };
        let mut taken = 1;
        match layout {
            Some(layout) if self.between_rows() => {
                self.outer.push(layout);
                taken += optional(&tokens[taken..]);
                if takes {
                    taken += argument(&tokens[taken..]).0;
                }
            }
            _ => {
                self.inner += 1;
                self.keep(tokens[0]);
            }
        }
        taken
    }

    fn row(&mut self) {
        if self.outer.last() != Some(&Layout::Flow) {
            self.items.push(Item::Row(self.brackets > 0));
        }
    }

    fn symbol(&mut self, tokens: &[Token<'a>]) -> usize {
        let token = tokens[0];
        match token.text {
            r"\\" => {
                if !self.between_rows() {
                    self.keep(token);
                    return 1;
                }
                self.row();
                let mut taken = 1;
                if tokens.get(taken).is_some_and(|t| t.text == "*") {
                    taken += 1;
                }
                taken + length(&tokens[taken..])
            }
            r"\," | r"\;" | r"\!" | r"\:" | r"\>" | r"\ " | r"\/" => {
                let space = Token::new(" ", Kind::Space, Maker::Macro, token.origin());
                self.keep(space);
                1
            }
            r"\{" => {
                self.open_bracket();
                self.keep(token);
                1
            }
            r"\}" => {
                self.close_bracket();
                self.keep(token);
                1
            }
            r"\@" | r"\-" => 1,
            _ => {
                self.keep(token);
                1
            }
        }
    }

    fn word(&mut self, tokens: &[Token<'a>]) -> usize {
        let token = tokens[0];
        if self.outside() {
            if let Some(found) = relation(token.text) {
                self.items.push(Item::Relation(found, token.origin()));
                return 1;
            }
            if is_implication(token.text) {
                self.items.push(Item::Implies);
                return 1;
            }
        }
        match token.text {
            r"\nonumber"
            | r"\notag"
            | r"\displaystyle"
            | r"\textstyle"
            | r"\scriptstyle"
            | r"\hline"
            | r"\limits"
            | r"\nolimits"
            | r"\mathstrut"
            | r"\allowbreak"
            | r"\centering"
            | r"\noindent"
            | r"\hfill"
            | r"\hfil"
            | r"\qed"
            | r"\strut"
            | r"\small"
            | r"\large"
            | r"\hskip"
            | r"\break"
            | r"\newline"
            | r"\pagebreak"
            | r"\allowdisplaybreaks" => 1,
            r"\label" | r"\tag" | r"\eqref" | r"\ref" | r"\cref" | r"\color" | r"\hspace"
            | r"\vspace" | r"\phantom" | r"\hphantom" | r"\vphantom" | r"\cite" | r"\citep"
            | r"\footnote" | r"\index" | r"\raisetag" | r"\mspace" | r"\noalign" | r"\bbox" => {
                let star = usize::from(tokens.get(1).is_some_and(|t| t.text == "*"));
                let open = optional(&tokens[1 + star..]);
                1 + star + open + argument(&tokens[1 + star + open..]).0
            }
            r"\quad" | r"\qquad" | r"\enspace" => {
                if self.outside() {
                    self.items.push(Item::Wide);
                } else {
                    let space = Token::new(" ", Kind::Space, Maker::Macro, token.origin());
                    self.keep(space);
                }
                1
            }
            r"\boxed" | r"\fbox" | r"\ensuremath" | r"\smash" | r"\mathclap" | r"\mathrel"
            | r"\mathbin" | r"\mathord" | r"\eqalign" | r"\displaylines" | r"\underline" => {
                self.splice(&tokens[1..], 1)
            }
            r"\textcolor" | r"\colorbox" | r"\class" | r"\style" | r"\cssId" | r"\href" => {
                let (color, _) = argument(&tokens[1..]);
                self.splice(&tokens[1 + color..], 1 + color)
            }
            r"\underbrace" | r"\overbrace" => self.braced(tokens),
            r"\stackrel" | r"\overset" | r"\underset" => self.stacked(tokens),
            r"\text" | r"\textrm" | r"\textit" | r"\textbf" | r"\mbox" | r"\hbox" | r"\textsf"
            | r"\textnormal" | r"\intertext" | r"\shortintertext" | r"\textsc" | r"\texttt" => {
                self.text(tokens)
            }
            r"\not" => {
                let negated = tokens.get(1).filter(|t| relation(t.text).is_some());
                match negated {
                    Some(sign) if self.outside() => {
                        let equal = relation(sign.text) == Some(Relation::Equal);
                        let found = if equal {
                            Relation::NotEqual
                        } else {
                            Relation::Other
                        };
                        let span = token.origin().start..sign.origin().end;
                        self.items.push(Item::Relation(found, span));
                        2
                    }
                    _ => {
                        self.keep(token);
                        1
                    }
                }
            }
            r"\cr" if self.between_rows() => {
                self.row();
                1
            }
            r"\left" | r"\right" => {
                let opens = token.text == r"\left";
                self.keep(token);
                let spaces = tokens[1..]
                    .iter()
                    .take_while(|t| t.kind == Kind::Space)
                    .count();
                let Some(&delimiter) = tokens.get(1 + spaces) else {
                    return 1;
                };
                if opens {
                    self.open_bracket()
                } else {
                    self.close_bracket()
                }
                self.keep(delimiter);
                2 + spaces
            }
            r"\langle" | r"\lbrace" | r"\lfloor" | r"\lceil" | r"\lbrack" => {
                self.open_bracket();
                self.keep(token);
                1
            }
            r"\rangle" | r"\rbrace" | r"\rfloor" | r"\rceil" | r"\rbrack" => {
                self.close_bracket();
                self.keep(token);
                1
            }
            _ => {
                self.keep(token);
                1
            }
        }
    }

    /// The contents of the next group, in its place.
    fn splice(&mut self, tokens: &[Token<'a>], before: usize) -> usize {
        let (taken, inside) = argument(tokens);
        if self.spliced >= DEEPEST {
            let place = inside.first().map_or(0..0, Token::origin);
            self.problems
                .push((place, "groups nest too deep".to_owned()));
            return before + taken;
        }
        self.spliced += 1;
        self.run(inside);
        self.spliced -= 1;
        before + taken
    }

    /// `\underbrace{A}_{words}` is A.
    fn braced(&mut self, tokens: &[Token<'a>]) -> usize {
        let (taken, inside) = argument(&tokens[1..]);
        let mut end = 1 + taken;
        if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
            let alone = self.outside() && inside.iter().any(|t| relation(t.text).is_some());
            let place = first.origin().start..first.origin().start;
            let behind = last.origin().end..last.origin().end;
            if !alone {
                self.braces.push(place.clone());
                self.keep(Token::new("{", Kind::Open, Maker::Macro, place));
            }
            self.splice(&tokens[1..], 1);
            if !alone {
                self.braces.pop();
                self.keep(Token::new("}", Kind::Close, Maker::Macro, behind));
            }
        }
        let spaces = tokens[end..]
            .iter()
            .take_while(|t| t.kind == Kind::Space)
            .count();
        if tokens
            .get(end + spaces)
            .is_some_and(|t| t.text == "_" || t.text == "^")
        {
            end += spaces + 1;
            end += argument(&tokens[end..]).0;
        }
        end
    }

    /// `\stackrel{words}{=}` is the sign, `\overset{words}{A}` is A.
    fn stacked(&mut self, tokens: &[Token<'a>]) -> usize {
        let (first, above) = argument(&tokens[1..]);
        let (second, sign) = argument(&tokens[1 + first..]);
        let taken = 1 + first + second;
        if self.outside()
            && let [only, rest @ ..] = visible(sign).as_slice()
            && let Some(found) = relation(only.text)
            && rest.is_empty()
        {
            let words: String = above.iter().map(|t| t.text).collect();
            let defines = found == Relation::Equal && says_definition(&words);
            let found = if defines { Relation::Defined } else { found };
            let span = origin_of(&tokens[..taken]);
            self.items.push(Item::Relation(found, span));
            return taken;
        }
        self.splice(&tokens[1 + first..], 1 + first)
    }

    fn text(&mut self, tokens: &[Token<'a>]) -> usize {
        let (taken, inside) = argument(&tokens[1..]);
        let words: String = inside.iter().map(|t| t.text).collect();
        let intertext = tokens[0].text.ends_with("intertext");
        if self.outside() && (intertext || is_words(&words)) {
            let span = origin_of(&tokens[..=taken]);
            self.items.push(Item::Text(span, words.trim().to_owned()));
        } else {
            for token in &tokens[..=taken.min(tokens.len() - 1)] {
                self.keep(*token);
            }
        }
        1 + taken
    }

    fn character(&mut self, tokens: &[Token<'a>]) -> usize {
        let token = tokens[0];
        match token.text {
            "&" if self.between_rows() => {
                if self.outer.last() != Some(&Layout::Single) {
                    self.items.push(Item::Cell);
                }
                return 1;
            }
            "(" | "[" => self.open_bracket(),
            ")" | "]" => self.close_bracket(),
            "," | ";" if self.outside() => {
                self.items.push(Item::Separator(token));
                return 1;
            }
            _ => {}
        }
        if self.outside() {
            let second = tokens
                .get(1)
                .filter(|t| t.kind == Kind::Char)
                .map(|t| t.text);
            let double = match (token.text, second) {
                (":", Some("=")) => Some(Relation::Defined),
                ("=", Some(":")) => Some(Relation::Defined),
                ("<", Some("=")) => Some(Relation::LessOrEqual),
                (">", Some("=")) => Some(Relation::GreaterOrEqual),
                ("=", Some("=")) => Some(Relation::Equal),
                ("<", Some("-")) => None,
                _ => None,
            };
            if let Some(found) = double {
                let span = token.origin().start..tokens[1].origin().end;
                self.items.push(Item::Relation(found, span));
                return 2;
            }
            if let Some(found) = relation(token.text) {
                self.items.push(Item::Relation(found, token.origin()));
                return 1;
            }
            if is_implication(token.text) {
                self.items.push(Item::Implies);
                return 1;
            }
        }
        self.keep(token);
        1
    }
}

/// Whether every bracket closes; otherwise brackets say nothing, as in intervals [0, 1).
fn balanced(tokens: &[Token<'_>]) -> bool {
    let mut open = 0_i64;
    for token in tokens {
        match token.text {
            "(" | "[" | r"\{" | r"\langle" | r"\lbrace" => open += 1,
            ")" | "]" | r"\}" | r"\rangle" | r"\rbrace" => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0 || tokens.iter().any(|token| token.text == r"\left")
}

/// Whether a relation stands in the environment that begins here, outside of its groups.
fn states_something(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::End => return false,
            _ if depth == 0 && relation(token.text).is_some() => return true,
            _ => {}
        }
    }
    false
}

fn visible<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let visible = tokens.iter().filter(|token| token.kind != Kind::Space);
    visible.take(3).copied().collect()
}

/// What stands in the braces that open with the first token.
fn group<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    // Only short groups are looked at.
    const LONGEST: usize = 8;
    let end = tokens
        .iter()
        .take(LONGEST)
        .position(|token| token.kind == Kind::Close)?;
    Some(&tokens[1..end])
}

/// How many tokens the next argument has, and what is in it.
fn argument<'t, 'a>(tokens: &'t [Token<'a>]) -> (usize, &'t [Token<'a>]) {
    let spaces = tokens
        .iter()
        .take_while(|token| token.kind == Kind::Space)
        .count();
    let Some(first) = tokens.get(spaces) else {
        return (tokens.len(), &[]);
    };
    if first.kind != Kind::Open {
        let stays = first.kind == Kind::Close;
        let end = if stays { spaces } else { spaces + 1 };
        return (end, &tokens[spaces..end]);
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(spaces) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at + 1, &tokens[spaces + 1..at]);
        }
    }
    (tokens.len(), &tokens[spaces + 1..])
}

/// How many tokens an argument in brackets has, if there is one.
fn optional(tokens: &[Token<'_>]) -> usize {
    let spaces = tokens
        .iter()
        .take_while(|token| token.kind == Kind::Space)
        .count();
    if tokens.get(spaces).is_none_or(|token| token.text != "[") {
        return 0;
    }
    let end = tokens.iter().take(60).position(|token| token.text == "]");
    end.map_or(0, |end| end + 1)
}

/// The length in brackets behind the end of a row: `[1.2em]`.
fn length(tokens: &[Token<'_>]) -> usize {
    let taken = optional(tokens);
    let inside: String = tokens[..taken].iter().map(|token| token.text).collect();
    let units = ["em", "ex", "pt", "mm", "cm", "in", "skip", "mu", "length"];
    let unit = inside.trim_start().trim_end_matches(']').trim_end();
    if units.iter().any(|name| unit.ends_with(name)) {
        taken
    } else {
        0
    }
}

/// Whether a text in a formula is words, and not the name of an operator or a letter.
fn is_words(text: &str) -> bool {
    let trimmed = text.trim();
    let letters = trimmed.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return trimmed.chars().count() > 1 || trimmed.is_empty();
    }
    let connects = matches!(
        trimmed
            .to_lowercase()
            .trim_matches(|c: char| !c.is_alphanumeric() && c != '.'),
        "and"
            | "or"
            | "with"
            | "where"
            | "if"
            | "for"
            | "s.t."
            | "st"
            | "when"
            | "as"
            | "then"
            | "otherwise"
            | "subject"
            | "so"
            | "since"
            | "because"
            | "i.e."
            | "is"
            | "by"
            | "thus"
            | "hence"
            | "all"
            | "else"
            | "while"
    );
    connects || trimmed.contains(char::is_whitespace) || trimmed.contains(['$', '(', ':', ','])
}

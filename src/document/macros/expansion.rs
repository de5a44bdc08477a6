//! What a formula says once its macros are replaced.

use super::super::Span;
use super::super::token::{Kind, Lexer, Maker, Token, origin_of};
use super::Macros;
use super::definition::{Body, Definition, Parameter};

/// How much macros may still yield, in bytes.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Budget {
    document: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            document: MOST_IN_DOCUMENT,
        }
    }
}

/// Macros yield at most so many bytes in a document, and in a formula.
const MOST_IN_DOCUMENT: usize = 2 << 20;
const MOST_IN_FORMULA: usize = 50_000;

/// The tokens of a formula with every call of a macro replaced, and what could not be.
///
/// A call that would yield too much stays as it is, as do all behind it. What a macro puts in has the place of
/// the call, from its name to its last argument; arguments keep their own places.
pub(in super::super) fn expand<'a>(
    source: &'a str,
    mut lexer: Lexer<'a>,
    macros: &Macros<'a>,
    budget: &mut Budget,
) -> (Vec<Token<'a>>, Vec<(Span, String)>) {
    let mut problems = Vec::new();
    let mut tokens = Vec::new();
    let mut left = MOST_IN_FORMULA.min(budget.document);
    let granted = left;
    let mut exhausted = false;
    while let Some(token) = lexer.next() {
        if token.kind == Kind::Word
            && let Some(end) = macros.definition_end(token.origin().start)
        {
            lexer.jump(end);
            continue;
        }
        if exhausted || definition(macros, &token).is_none() {
            tokens.push(token);
            continue;
        }
        let before = (lexer.clone(), tokens.len());
        let mut call = Call {
            source,
            macros,
            lexer: &mut lexer,
            pending: vec![token],
            left: &mut left,
        };
        if let Err(failure) = call.run(&mut tokens) {
            problems.push((token.origin(), failure.message(token.text)));
            exhausted = matches!(failure, Failure::Exhausted);
            lexer = before.0;
            tokens.truncate(before.1);
            tokens.push(token);
        }
    }
    budget.document -= granted - left;
    (tokens, problems)
}

/// The macro that a token calls.
fn definition<'m, 'a>(macros: &'m Macros<'a>, token: &Token<'_>) -> Option<&'m Definition<'a>> {
    if !matches!(token.kind, Kind::Word | Kind::Symbol) || token.maker == Maker::Frozen {
        return None;
    }
    macros.at(token.text, token.origin().start)
}

enum Failure {
    /// It yields too much.
    Exhausted,
    /// It is called with fewer arguments than it takes, or with others.
    Arguments,
}

impl Failure {
    fn message(&self, name: &str) -> String {
        match self {
            Self::Exhausted => format!(
                "what `{name}` yields has no end, or is longer than {} kB",
                MOST_IN_FORMULA >> 10
            ),
            Self::Arguments => format!("expected the arguments of `{name}`, found something else"),
        }
    }
}

struct Call<'a, 'c> {
    source: &'a str,
    macros: &'c Macros<'a>,
    lexer: &'c mut Lexer<'a>,
    /// What is still to be read before the source goes on, last token first.
    pending: Vec<Token<'a>>,
    left: &'c mut usize,
}

impl<'a> Call<'a, '_> {
    fn run(&mut self, tokens: &mut Vec<Token<'a>>) -> Result<(), Failure> {
        while let Some(token) = self.pending.pop() {
            match definition(self.macros, &token) {
                Some(definition) => self.replace(&token, definition)?,
                None => tokens.push(token),
            }
        }
        Ok(())
    }

    fn pay(&mut self, bytes: usize) -> Result<(), Failure> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                *self.left = left;
                Ok(())
            }
            None => {
                *self.left = 0;
                Err(Failure::Exhausted)
            }
        }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        self.pending.pop().or_else(|| self.lexer.next())
    }

    /// The next token that is not white space.
    fn next_visible(&mut self) -> Result<Token<'a>, Failure> {
        loop {
            self.pay(1)?;
            let token = self.next().ok_or(Failure::Arguments)?;
            if token.kind != Kind::Space {
                return Ok(token);
            }
        }
    }

    fn replace(&mut self, name: &Token<'a>, definition: &Definition<'a>) -> Result<(), Failure> {
        // A call costs something even if it yields nothing.
        self.pay(8)?;
        let mut call = name.origin();
        let mut arguments: Vec<Vec<Token<'a>>> = Vec::new();
        let mut parameters = definition.pattern.iter().peekable();
        while let Some(parameter) = parameters.next() {
            match parameter {
                Parameter::Size => self.size()?,
                Parameter::Literal(texts) => {
                    for text in texts {
                        let token = self.next_visible()?;
                        if token.text != *text {
                            return Err(Failure::Arguments);
                        }
                        widen(&mut call, &token.origin());
                    }
                }
                Parameter::Optional(source, default) => {
                    let argument = match self.brackets(&mut call)? {
                        Some(argument) => argument,
                        None => Lexer::new(source, default.clone(), 0)
                            .map(|token| made(&token, &name.origin()))
                            .collect(),
                    };
                    arguments.push(argument);
                }
                Parameter::Mandatory => {
                    let until = match parameters.peek() {
                        Some(Parameter::Literal(texts)) => texts.first().copied(),
                        _ => None,
                    };
                    arguments.push(self.argument(until, &mut call)?);
                }
            }
        }
        let mut yielded = self.yielded(definition, &arguments, &call)?;
        yielded.reverse();
        self.pending.append(&mut yielded);
        Ok(())
    }

    /// What a call yields.
    fn yielded(
        &mut self,
        definition: &Definition<'a>,
        arguments: &[Vec<Token<'a>>],
        call: &Span,
    ) -> Result<Vec<Token<'a>>, Failure> {
        let put = |text: &'a str, kind| Token::new(text, kind, Maker::Macro, call.clone());
        let mut yielded = Vec::new();
        match &definition.body {
            Body::Copy(token) => {
                self.pay(token.text.len())?;
                yielded.push(Token::new(
                    token.text,
                    token.kind,
                    Maker::Frozen,
                    call.clone(),
                ));
            }
            Body::Operator(part) => {
                yielded.push(put(r"\operatorname", Kind::Word));
                yielded.push(put("{", Kind::Open));
                self.body(part, arguments, call, &mut yielded)?;
                yielded.push(put("}", Kind::Close));
            }
            Body::Text(part) => self.body(part, arguments, call, &mut yielded)?,
            Body::Between(left, right) => {
                self.body(left, &[], call, &mut yielded)?;
                for argument in arguments {
                    yielded.extend_from_slice(argument);
                }
                self.body(right, &[], call, &mut yielded)?;
            }
        }
        Ok(yielded)
    }

    fn body(
        &mut self,
        part: &Span,
        arguments: &[Vec<Token<'a>>],
        call: &Span,
        yielded: &mut Vec<Token<'a>>,
    ) -> Result<(), Failure> {
        for token in Lexer::new(self.source, part.clone(), 0) {
            let argument = (token.kind == Kind::Parameter)
                .then(|| token.text[1..].parse::<usize>().ok())
                .flatten()
                .and_then(|number| arguments.get(number.wrapping_sub(1)));
            match argument {
                Some(argument) => {
                    self.pay(argument.iter().map(|token| token.text.len()).sum::<usize>() + 1)?;
                    yielded.extend_from_slice(argument);
                }
                None => {
                    self.pay(token.text.len())?;
                    yielded.push(made(&token, call));
                }
            }
        }
        Ok(())
    }

    /// A group without its braces, or a single token; or all up to a token, if there is one to wait for.
    fn argument(
        &mut self,
        until: Option<&str>,
        call: &mut Span,
    ) -> Result<Vec<Token<'a>>, Failure> {
        let first = self.next_visible()?;
        widen(call, &first.origin());
        match (first.kind, until) {
            (Kind::Close, _) => return Err(Failure::Arguments),
            (Kind::Open, None) => {}
            (_, None) => return Ok(vec![first]),
            (_, Some(text)) if first.text == text => {
                self.pending.push(first);
                return Ok(Vec::new());
            }
            (_, Some(_)) => {}
        }
        let mut depth = 0_usize;
        let mut argument = Vec::new();
        let mut token = first;
        loop {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.checked_sub(1).ok_or(Failure::Arguments)?,
                _ => {}
            }
            argument.push(token);
            self.pay(token.text.len())?;
            if until.is_none() && depth == 0 {
                widen(call, &origin_of(&argument));
                argument.pop();
                argument.remove(0);
                return Ok(argument);
            }
            token = self.next().ok_or(Failure::Arguments)?;
            if depth == 0 && until == Some(token.text) {
                self.pending.push(token);
                widen(call, &origin_of(&argument));
                return Ok(argument);
            }
        }
    }

    /// What stands in brackets, if brackets come next.
    fn brackets(&mut self, call: &mut Span) -> Result<Option<Vec<Token<'a>>>, Failure> {
        let Ok(first) = self.next_visible() else {
            // The formula ends here; that is an argument left out.
            return Ok(None);
        };
        if first.text != "[" {
            self.pending.push(first);
            return Ok(None);
        }
        let mut depth = 0_usize;
        let mut argument = Vec::new();
        loop {
            let token = self.next().ok_or(Failure::Arguments)?;
            self.pay(token.text.len())?;
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.checked_sub(1).ok_or(Failure::Arguments)?,
                Kind::Char if depth == 0 && token.text == "]" => {
                    widen(call, &token.origin());
                    return Ok(Some(argument));
                }
                _ => {}
            }
            argument.push(token);
        }
    }

    /// The star or the size of a paired delimiter.
    fn size(&mut self) -> Result<(), Failure> {
        let token = self.next_visible()?;
        if token.text == "*" {
            return Ok(());
        }
        self.pending.push(token);
        self.brackets(&mut (0..0)).map(|_| ())
    }
}

/// A token that a macro puts in.
fn made<'a>(token: &Token<'a>, call: &Span) -> Token<'a> {
    Token::new(token.text, token.kind, Maker::Macro, call.clone())
}

fn widen(call: &mut Span, more: &Span) {
    call.start = call.start.min(more.start);
    call.end = call.end.max(more.end);
}

#[cfg(test)]
mod tests {
    use super::super::definition::{Found, definition_at};
    use super::*;

    /// Expands a text with definitions in front; places are shown behind what macros put in.
    fn expanded(source: &str) -> (String, Vec<String>) {
        let mut macros = Macros::default();
        let mut at = 0;
        while at < source.len() {
            let found = if source[at..].starts_with('\\') {
                definition_at(source, at, source.len(), &macros)
            } else {
                Found::Nothing
            };
            if let Found::Macro(name, definition, end) = found {
                macros.add(at..end, Some((name, definition)));
                at = end;
            } else {
                at += source[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        let lexer = Lexer::new(source, 0..source.len(), 0);
        let (tokens, problems) = expand(source, lexer, &macros, &mut Budget::default());
        let mut text = String::new();
        for token in tokens {
            text.push_str(token.text);
        }
        (
            text.trim().to_owned(),
            problems.into_iter().map(|(_, problem)| problem).collect(),
        )
    }

    #[test]
    fn calls_are_replaced() {
        let cases = [
            (r"\def\p#1#2{\frac{#1}{#2}}\p{F}U", r"\frac{F}{U}"),
            (
                r"\newcommand{\n}[2][2]{\|#2\|_#1}\n{x}\n[F]{y}",
                r"\|x\|_2\|y\|_F",
            ),
            (
                r"\DeclareMathOperator{\tr}{tr}\tr A",
                r"\operatorname{tr} A",
            ),
            (r"\a\def\a{x}", "x"),
            (r"\a\renewcommand{\a}{x}\a", r"\ax"),
            (r"\def\a{x}\a\def\a{y}\a", "xy"),
            (
                r"\let\old\phi\renewcommand{\phi}{\varphi}\old\phi",
                r"\phi\varphi",
            ),
            (r"\def\a#1{\b{#1}}\def\b#1{(#1)}\a{\a x}", "((x))"),
            (r"\def\g{\p}\def\p#1{<#1>}\g{ab}", "<ab>"),
            (
                r"\DeclarePairedDelimiter\n{|}{|}\n*{x}\n[\big]{y}",
                "|x||y|",
            ),
            (r"\def\p(#1,#2){#1:#2}\p(a b,{c,d})", "a b:{c,d}"),
        ];
        for (source, expected) in cases {
            assert_eq!(expanded(source), (expected.to_owned(), vec![]), "{source}");
        }
    }

    #[test]
    fn what_has_no_end_is_left_alone() {
        for source in [
            r"\def\a{\a\a}x\a y",
            r"\def\a{\a}x\a y",
            r"\def\a#1{\a{#1#1}}x\a{b} y",
            r"\def\a{\b\b}\def\b{\a}x\a y",
        ] {
            let (text, problems) = expanded(source);
            assert!(text.starts_with(r"x\a"), "{text}");
            assert!(problems[0].contains("no end"), "{problems:?}");
        }
        let (text, problems) = expanded(r"\def\p#1#2{x}a\p{b} = c");
        assert_eq!(text, "ax c");
        assert_eq!(problems, Vec::<String>::new());
        let (text, problems) = expanded(r"\def\p#1#2{x}a\p{b");
        assert_eq!(text, r"a\p{b");
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn what_a_macro_puts_in_stands_where_the_call_stands() {
        let source = r"\def\p#1{(#1)}a\p{b}";
        let mut macros = Macros::default();
        let Found::Macro(name, definition, end) = definition_at(source, 0, source.len(), &macros)
        else {
            panic!("no definition");
        };
        macros.add(0..end, Some((name, definition)));
        let lexer = Lexer::new(source, 0..source.len(), 0);
        let (tokens, _) = expand(source, lexer, &macros, &mut Budget::default());
        let places: Vec<_> = tokens
            .iter()
            .map(|token| (token.text, &source[token.origin()]))
            .collect();
        assert_eq!(
            places,
            [("a", "a"), ("(", r"\p{b}"), ("b", "b"), (")", r"\p{b}")]
        );
    }
}

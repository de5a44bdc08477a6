//! The symbols of a formula: letters without their styles, numbers, signs with one spelling each.

/// How a letter is set; only what changes its meaning is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Blackboard,
    Calligraphic,
    Upright,
}

/// A symbol of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Symbol {
    Letter(String, Style),
    Number(String),
    Sign(char),
    Sup,
    Sub,
    Open,
    Close,
    /// Words in a formula: `\text{where }`.
    Text(String),
    /// A command without a meaning here: `frac`, `sum`; also `begin cases` and `end cases`.
    Command(String),
}

/// A wide space: what stands on its two sides are two statements.
pub(super) const WIDE_SPACE: char = '\u{2003}';

/// Commands that are letters.
const LETTERS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("vartheta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("varrho", "ρ"),
    ("sigma", "σ"),
    ("varsigma", "ς"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("varGamma", "Γ"),
    ("varDelta", "Δ"),
    ("varTheta", "Θ"),
    ("varLambda", "Λ"),
    ("varSigma", "Σ"),
    ("varPhi", "Φ"),
    ("ell", "ℓ"),
    ("imath", "i"),
];

/// Commands that are the set of real numbers.
const REALS: &[&str] = &["R", "RR", "reals", "Reals", "Re"];

/// Commands that are signs.
const SIGNS: &[(&str, char)] = &[
    ("in", '∈'),
    ("notin", '∉'),
    ("ge", '≥'),
    ("geq", '≥'),
    ("geqslant", '≥'),
    ("geqq", '≥'),
    ("le", '≤'),
    ("leq", '≤'),
    ("leqslant", '≤'),
    ("gt", '>'),
    ("lt", '<'),
    ("succ", '≻'),
    ("succeq", '≽'),
    ("succcurlyeq", '≽'),
    ("prec", '≺'),
    ("preceq", '≼'),
    ("times", '×'),
    ("cdot", '·'),
    ("bullet", '·'),
    ("ast", '∗'),
    ("star", '⋆'),
    ("circ", '∘'),
    ("odot", '⊙'),
    ("otimes", '⊗'),
    ("oslash", '⊘'),
    ("div", '÷'),
    ("dots", '…'),
    ("ldots", '…'),
    ("cdots", '…'),
    ("dotsc", '…'),
    ("dotsb", '…'),
    ("vdots", '…'),
    ("to", '→'),
    ("rightarrow", '→'),
    ("longrightarrow", '→'),
    ("mapsto", '→'),
    ("colon", ':'),
    ("equiv", '≔'),
    ("coloneqq", '≔'),
    ("triangleq", '≔'),
    ("doteq", '≔'),
    ("neq", '≠'),
    ("ne", '≠'),
    ("approx", '≈'),
    ("sim", '∼'),
    ("mid", '|'),
    ("vert", '|'),
    ("lvert", '|'),
    ("rvert", '|'),
    ("Vert", '‖'),
    ("lVert", '‖'),
    ("rVert", '‖'),
    ("|", '‖'),
    ("infty", '∞'),
    ("top", '⊤'),
    ("intercal", '⊤'),
    ("prime", '′'),
    ("forall", '∀'),
    ("subset", '⊂'),
    ("subseteq", '⊂'),
    ("{", '{'),
    ("}", '}'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("langle", '⟨'),
    ("rangle", '⟩'),
    ("implies", '⇒'),
    ("Rightarrow", '⇒'),
    ("iff", '⇒'),
    ("dagger", '†'),
    ("quad", WIDE_SPACE),
    ("qquad", WIDE_SPACE),
];

/// Characters that are signs, and the sign that stands for all its spellings.
const CHARACTERS: &[(char, char)] = &[
    ('⩾', '≥'),
    ('⩽', '≤'),
    ('⪰', '≽'),
    ('≿', '≽'),
    ('⪯', '≼'),
    ('⊆', '⊂'),
    ('≡', '≔'),
    ('≜', '≔'),
    ('≐', '≔'),
    ('⋅', '·'),
    ('∙', '·'),
    ('⋯', '…'),
    ('−', '-'),
    ('–', '-'),
    ('*', '∗'),
    ('\'', '′'),
    ('’', '′'),
    ('↦', '→'),
];

/// Accents: TeX's command and the combining character.
const ACCENTS: &[(&str, char)] = &[
    ("hat", '\u{302}'),
    ("widehat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("widetilde", '\u{303}'),
    ("bar", '\u{304}'),
    ("dot", '\u{307}'),
];

/// Commands for the style of what follows them.
const STYLES: &[(&str, Style)] = &[
    ("mathbf", Style::Bold),
    ("boldsymbol", Style::Bold),
    ("bm", Style::Bold),
    ("pmb", Style::Bold),
    ("bold", Style::Bold),
    ("textbf", Style::Bold),
    ("symbf", Style::Bold),
    ("mathbb", Style::Blackboard),
    ("Bbb", Style::Blackboard),
    ("mathds", Style::Blackboard),
    ("mathbbm", Style::Blackboard),
    ("mathcal", Style::Calligraphic),
    ("mathscr", Style::Calligraphic),
    ("mathfrak", Style::Calligraphic),
    ("mathsf", Style::Plain),
    ("mathit", Style::Plain),
    ("underline", Style::Plain),
    ("vec", Style::Plain),
    ("bf", Style::Bold),
    ("rm", Style::Upright),
];

/// Commands whose argument is words or an upright name.
const WORDS: &[&str] = &[
    "text",
    "textrm",
    "textit",
    "textnormal",
    "mathrm",
    "operatorname",
    "mbox",
    "mathop",
    "operatorname*",
];

/// Commands that show nothing, with how many arguments go with them.
const SILENT: &[(&str, usize)] = &[
    ("left", 0),
    ("right", 0),
    ("middle", 0),
    ("big", 0),
    ("Big", 0),
    ("bigg", 0),
    ("Bigg", 0),
    ("bigl", 0),
    ("bigr", 0),
    ("Bigl", 0),
    ("Bigr", 0),
    ("biggl", 0),
    ("biggr", 0),
    ("displaystyle", 0),
    ("textstyle", 0),
    ("limits", 0),
    ("nolimits", 0),
    ("nonumber", 0),
    ("notag", 0),
    ("cal", 0),
    ("it", 0),
    ("sf", 0),
    ("thinspace", 0),
    ("enspace", 0),
    (",", 0),
    (";", 0),
    (":", 0),
    ("!", 0),
    (" ", 0),
    ("\n", 0),
    (">", 0),
    ("hspace", 1),
    ("label", 1),
    ("tag", 1),
    ("color", 1),
    ("eqalign", 0),
    ("phantom", 1),
    ("cr", 0),
];

/// Small letters and digits above or below the line.
const SMALL: &[(char, Symbol, &str)] = &[
    ('ᵀ', Symbol::Sup, "T"),
    ('ⁿ', Symbol::Sup, "n"),
    ('ᵐ', Symbol::Sup, "m"),
    ('ᵏ', Symbol::Sup, "k"),
    ('ᵈ', Symbol::Sup, "d"),
    ('ᵖ', Symbol::Sup, "p"),
    ('ⁱ', Symbol::Sup, "i"),
    ('ʲ', Symbol::Sup, "j"),
    ('¹', Symbol::Sup, "1"),
    ('²', Symbol::Sup, "2"),
    ('³', Symbol::Sup, "3"),
    ('⁺', Symbol::Sup, "+"),
    ('ˣ', Symbol::Sup, "×"),
    ('₀', Symbol::Sub, "0"),
    ('₁', Symbol::Sub, "1"),
    ('₂', Symbol::Sub, "2"),
    ('₃', Symbol::Sub, "3"),
    ('₄', Symbol::Sub, "4"),
    ('₅', Symbol::Sub, "5"),
    ('₆', Symbol::Sub, "6"),
    ('₇', Symbol::Sub, "7"),
    ('₈', Symbol::Sub, "8"),
    ('₉', Symbol::Sub, "9"),
    ('₊', Symbol::Sub, "+"),
    ('ᵢ', Symbol::Sub, "i"),
    ('ⱼ', Symbol::Sub, "j"),
    ('ₖ', Symbol::Sub, "k"),
    ('ₗ', Symbol::Sub, "l"),
    ('ₘ', Symbol::Sub, "m"),
    ('ₙ', Symbol::Sub, "n"),
    ('ₚ', Symbol::Sub, "p"),
    ('ₜ', Symbol::Sub, "t"),
    ('ₓ', Symbol::Sub, "x"),
];

/// The symbols of a formula.
pub(super) fn symbols(tex: &str) -> Vec<Symbol> {
    let mut reader = Reader {
        rest: tex,
        symbols: Vec::new(),
        braces: Vec::new(),
        next_style: None,
        accent: None,
    };
    while reader.step() {}
    reader.symbols
}

/// Whether this is one of the small characters.
pub(super) fn is_small(c: char) -> bool {
    SMALL.iter().any(|(small, ..)| *small == c)
}

/// Whether the character puts an accent on the letter before it.
pub(super) fn is_accent(c: char) -> bool {
    ACCENTS.iter().any(|(_, accent)| *accent == c)
}

struct Brace {
    shown: bool,
    style: Style,
}

struct Reader<'a> {
    rest: &'a str,
    symbols: Vec<Symbol>,
    braces: Vec<Brace>,
    /// The style of the next letter or brace.
    next_style: Option<Style>,
    /// The accent of the next letter.
    accent: Option<char>,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        if c == '\\' {
            self.command();
            return true;
        }
        if c.is_ascii_digit() {
            let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.');
            let number = self.take(end.unwrap_or(self.rest.len()));
            let plain = number.trim_end_matches('.');
            match self.style() {
                Style::Bold | Style::Blackboard if plain == "1" => self.letter("1"),
                _ => self.push(Symbol::Number(plain.to_owned())),
            }
            if plain.len() + 2 <= number.len() {
                self.push(Symbol::Sign('…'));
            } else if plain.len() < number.len() {
                self.push(Symbol::Sign('.'));
            }
            return true;
        }
        for (spelling, sign) in [
            ("...", '…'),
            ("..", '…'),
            (":=", '≔'),
            (">=", '≥'),
            ("<=", '≤'),
        ] {
            if self.rest.starts_with(spelling) {
                self.take(spelling.len());
                self.push(Symbol::Sign(sign));
                return true;
            }
        }
        self.take(c.len_utf8());
        match c {
            '{' => self.open(),
            '}' => self.close(),
            '^' => self.push(Symbol::Sup),
            '_' => self.push(Symbol::Sub),
            '&' | '~' | '$' => {}
            c if c.is_whitespace() => {}
            c if is_accent(c) => self.accented(c),
            'ℝ' => self.push(Symbol::Letter("R".into(), Style::Blackboard)),
            'ℂ' => self.push(Symbol::Letter("C".into(), Style::Blackboard)),
            '𝟏' | '𝟙' => self.push(Symbol::Letter("1".into(), Style::Bold)),
            _ => self.character(c),
        }
        true
    }

    fn character(&mut self, c: char) {
        if let Some((_, place, what)) = SMALL.iter().find(|(small, ..)| *small == c) {
            self.symbols.push(place.clone());
            self.symbols.push(Symbol::Open);
            self.symbols.push(match what.chars().next() {
                Some(digit) if digit.is_ascii_digit() => Symbol::Number((*what).to_owned()),
                Some(sign @ ('+' | '×')) => Symbol::Sign(sign),
                _ => Symbol::Letter((*what).to_owned(), Style::Plain),
            });
            self.symbols.push(Symbol::Close);
            return;
        }
        if let Some((_, sign)) = CHARACTERS.iter().find(|(known, _)| *known == c) {
            return self.push(Symbol::Sign(*sign));
        }
        match plain_letter(c) {
            Some(letter) => self.letter(&letter.to_string()),
            None => self.push(Symbol::Sign(c)),
        }
    }

    fn command(&mut self) {
        let name: String = {
            let after = &self.rest[1..];
            let letters = after
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(after.len());
            match after.chars().next() {
                None => String::new(),
                Some(c) if letters == 0 => c.to_string(),
                Some(_) => after[..letters].to_owned(),
            }
        };
        self.take(1 + name.len());
        let name = name.as_str();
        if name == "\\" || name == "cr" {
            return self.push(Symbol::Sign('\n'));
        }
        if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == name) {
            return self.letter(letter);
        }
        if REALS.contains(&name) {
            return self.push(Symbol::Letter("R".into(), Style::Blackboard));
        }
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            return self.push(Symbol::Sign(*sign));
        }
        if let Some((_, accent)) = ACCENTS.iter().find(|(known, _)| *known == name) {
            self.accent = Some(*accent);
            return;
        }
        if let Some((_, style)) = STYLES.iter().find(|(known, _)| *known == name) {
            match (name, self.braces.last_mut()) {
                ("bf" | "rm", Some(brace)) => brace.style = *style,
                _ => self.next_style = Some(*style),
            }
            return;
        }
        if WORDS.contains(&name) {
            let words = self.argument();
            return self.words(&words);
        }
        if name == "begin" || name == "end" {
            let environment = self.argument();
            if environment.contains("cases") {
                self.push(Symbol::Command(format!("{name} cases")));
            }
            return;
        }
        if let Some((_, arguments)) = SILENT.iter().find(|(known, _)| *known == name) {
            for _ in 0..*arguments {
                self.argument();
            }
            if matches!(name, "left" | "right") && self.rest.starts_with('.') {
                self.take(1);
            }
            return;
        }
        self.push(Symbol::Command(name.to_owned()));
    }

    /// Words are a name if they are a single letter or one word without spaces.
    fn words(&mut self, words: &str) {
        let trimmed = words.trim();
        if !trimmed.is_empty() && words.chars().all(char::is_alphabetic) {
            self.next_style = Some(Style::Upright);
            self.letter(trimmed);
        } else if !trimmed.is_empty() {
            self.push(Symbol::Text(trimmed.to_owned()));
        }
    }

    /// The argument of a command, as text: in braces, or the next character.
    fn argument(&mut self) -> String {
        let trimmed = self.rest.trim_start();
        self.rest = trimmed;
        let Some(inner) = trimmed.strip_prefix('{') else {
            let Some(c) = trimmed.chars().next() else {
                return String::new();
            };
            return if c == '\\' {
                String::new()
            } else {
                self.take(c.len_utf8()).to_owned()
            };
        };
        let mut depth = 1_usize;
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &inner[at + 1..];
                return inner[..at].to_owned();
            }
        }
        // A brace that never closes takes nothing with it.
        self.rest = inner;
        String::new()
    }

    fn take(&mut self, bytes: usize) -> String {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken.to_owned()
    }

    fn style(&mut self) -> Style {
        let around = self.braces.last().map_or(Style::Plain, |brace| brace.style);
        self.next_style.take().unwrap_or(around)
    }

    fn letter(&mut self, letter: &str) {
        let style = self.style();
        let accent = self.accent.take().map(String::from).unwrap_or_default();
        self.symbols
            .push(Symbol::Letter(format!("{letter}{accent}"), style));
    }

    /// An accent behind its letter.
    fn accented(&mut self, accent: char) {
        if let Some(Symbol::Letter(letter, _)) = self.symbols.last_mut() {
            letter.push(accent);
        }
    }

    fn push(&mut self, symbol: Symbol) {
        self.next_style = None;
        self.symbols.push(symbol);
    }

    /// The brace of a style or an accent is not shown.
    fn open(&mut self) {
        let shown = self.next_style.is_none() && self.accent.is_none();
        let style = self.style();
        self.braces.push(Brace { shown, style });
        if shown {
            self.symbols.push(Symbol::Open);
        }
    }

    fn close(&mut self) {
        self.next_style = None;
        self.accent = None;
        if self.braces.pop().is_none_or(|brace| brace.shown) {
            self.symbols.push(Symbol::Close);
        }
    }
}

/// The plain letter of any: 𝐗, 𝑋, 𝒳 are X; nothing for what is no letter.
pub(super) fn plain_letter(c: char) -> Option<char> {
    if let Some(place) = u32::from(c).checked_sub(0x1D400)
        && place < 13 * 52
    {
        let letter = u8::try_from(place % 52).ok()?;
        let first = if letter < 26 { b'A' } else { b'a' - 26 };
        return Some(char::from(first + letter));
    }
    c.is_alphabetic().then_some(c)
}

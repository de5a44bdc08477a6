//! The header of an `.npy` file: a Python dictionary with the keys `descr`, `fortran_order` and `shape`.

use super::super::error::quoted;

/// What the header says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The number type, such as `<f8`; records are kept as the text that describes them.
    pub(super) descr: String,
    /// Column by column rather than row by row.
    pub(super) fortran_order: bool,
    /// One number per dimension.
    pub(super) shape: Vec<usize>,
}

/// What is wrong with a header.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) expected: &'static str,
    pub(super) found: String,
}

impl Header {
    /// Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`, keys in any order.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        let mut cursor = Cursor { rest: text };
        cursor.expect('{', "{")?;
        while !cursor.accept('}') {
            let key_at = cursor;
            let key = cursor.string()?;
            cursor.expect(':', ":")?;
            let repeated = match key {
                "descr" => descr.replace(cursor.descr()?).is_some(),
                "fortran_order" => fortran_order.replace(cursor.boolean()?).is_some(),
                "shape" => shape.replace(cursor.tuple()?).is_some(),
                _ => true,
            };
            if repeated {
                return key_at.fault("each of 'descr', 'fortran_order' and 'shape' once");
            }
            if !cursor.accept(',') {
                cursor.expect('}', ", or }")?;
                break;
            }
        }
        if !cursor.peek().is_empty() {
            return cursor.fault("nothing after }");
        }
        match (descr, fortran_order, shape) {
            (Some(descr), Some(fortran_order), Some(shape)) => Ok(Self {
                descr,
                fortran_order,
                shape,
            }),
            _ => Cursor { rest: text }.fault("the keys 'descr', 'fortran_order' and 'shape'"),
        }
    }

    /// The shape in Python's notation, `(3,)` or `(3, 4)`.
    pub(super) fn shape_text(&self) -> String {
        match self.shape[..] {
            [n] => format!("({n},)"),
            _ => {
                let numbers: Vec<String> = self.shape.iter().map(usize::to_string).collect();
                format!("({})", numbers.join(", "))
            }
        }
    }
}

/// The part of the header that is still to be read.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// What follows after blanks.
    fn peek(self) -> &'a str {
        self.rest.trim_start_matches([' ', '\t', '\n', '\r'])
    }

    fn fault<T>(self, expected: &'static str) -> Result<T, Fault> {
        let found = match self.peek() {
            "" => "its end".to_string(),
            text => quoted(text),
        };
        Err(Fault { expected, found })
    }

    fn accept(&mut self, sign: char) -> bool {
        let rest = self.peek().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, sign: char, expected: &'static str) -> Result<(), Fault> {
        if self.accept(sign) {
            Ok(())
        } else {
            self.fault(expected)
        }
    }

    /// A string without escapes, in single or double quotes.
    fn string(&mut self) -> Result<&'a str, Fault> {
        let text = self.peek();
        for quote in ['\'', '"'] {
            if let Some((inner, rest)) = text
                .strip_prefix(quote)
                .and_then(|body| body.split_once(quote))
            {
                self.rest = rest;
                return Ok(inner);
            }
        }
        self.fault("a string")
    }

    fn boolean(&mut self) -> Result<bool, Fault> {
        for (word, value) in [("True", true), ("False", false)] {
            if let Some(rest) = self.peek().strip_prefix(word) {
                self.rest = rest;
                return Ok(value);
            }
        }
        self.fault("True or False")
    }

    /// The number type: a string, or a list that describes a record, which is returned as it stands.
    fn descr(&mut self) -> Result<String, Fault> {
        let text = self.peek();
        if !text.starts_with('[') {
            return self.string().map(str::to_string);
        }
        let mut depth = 0_usize;
        for (i, c) in text.char_indices() {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &text[i + 1..];
                return Ok(text[..=i].to_string());
            }
        }
        self.fault("a list that ends with ]")
    }

    /// `()`, `(3,)`, `(3, 4)`, `(3, 4,)`, and `(3L, 4L)` as Python 2 wrote it.
    fn tuple(&mut self) -> Result<Vec<usize>, Fault> {
        let mut numbers = Vec::new();
        self.expect('(', "(")?;
        while !self.accept(')') {
            numbers.push(self.number()?);
            if !self.accept(',') {
                self.expect(')', ", or )")?;
                break;
            }
        }
        Ok(numbers)
    }

    fn number(&mut self) -> Result<usize, Fault> {
        let text = self.peek();
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        if digits.is_empty() {
            return self.fault("a dimension");
        }
        let number = digits.parse().map_err(|_| Fault {
            expected: "a dimension below 2^64",
            found: quoted(digits),
        })?;
        self.rest = rest.strip_prefix('L').unwrap_or(rest);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_any_order() {
        let expected = Header {
            descr: "<f8".to_string(),
            fortran_order: true,
            shape: vec![3, 4],
        };
        for text in [
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }      \n",
            "{\"shape\":(3,4,),\"fortran_order\":True,\"descr\":\"<f8\"}",
            " { 'shape' : ( 3L , 4L ) , 'descr' : '<f8' , 'fortran_order' : True } ",
        ] {
            assert_eq!(Header::parse(text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn records_keep_their_description() {
        let text =
            "{'descr': [('a', '<f8'), ('b', '<i4', [2])], 'fortran_order': False, 'shape': ()}";
        let header = Header::parse(text).unwrap();
        assert_eq!(header.descr, "[('a', '<f8'), ('b', '<i4', [2])]");
        assert!(header.shape.is_empty());
        assert_eq!(header.shape_text(), "()");
    }

    #[test]
    fn faults_show_where_they_are() {
        for (text, expected, found) in [
            ("", "{", "its end"),
            ("{'descr': 8}", "a string", "\"8}\""),
            ("{'descr' '<f8'}", ":", "\"'<f8'}\""),
            ("{'fortran_order': 1}", "True or False", "\"1}\""),
            ("{'shape': (3, -4)}", "a dimension", "\"-4)}\""),
            ("{'shape': (3 4)}", ", or )", "\"4)}\""),
            ("{'shape': (3, 4)} x", "nothing after }", "\"x\""),
            ("{'shape': (3, 4)", ", or }", "its end"),
            ("{'descr': [1", "a list that ends with ]", "\"[1\""),
            (
                "{'shape': (3, 4)}",
                "the keys 'descr', 'fortran_order' and 'shape'",
                "\"{'shape': (3, 4)}\"",
            ),
            (
                "{'shape': (3, 4), 'shape': (3, 4)}",
                "each of 'descr', 'fortran_order' and 'shape' once",
                "\"'shape': (3, 4)}\"",
            ),
        ] {
            let found = found.to_string();
            assert_eq!(
                Header::parse(text),
                Err(Fault { expected, found }),
                "{text}"
            );
        }
    }
}

//! Lines and columns of a text.

/// Where the lines of a text begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(
            text.bytes()
                .enumerate()
                .filter(|&(_, byte)| byte == b'\n')
                .map(|(at, _)| at + 1),
        );
        Self { starts }
    }

    /// Line and column of a byte, both from 1; the column counts characters. An offset inside a character is
    /// that character's, one behind the end is the end's.
    pub(super) fn line_and_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        (line, text[start..offset].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "½‖X\n\n− W";
        let lines = Lines::of(text);
        let place = |offset| lines.line_and_column(text, offset);
        assert_eq!(place(0), (1, 1));
        assert_eq!(place("½‖".len()), (1, 3));
        assert_eq!(place(1), (1, 1));
        assert_eq!(place("½‖X\n".len()), (2, 1));
        assert_eq!(place("½‖X\n\n− ".len()), (3, 3));
        assert_eq!(place(1000), (3, 4));
    }
}

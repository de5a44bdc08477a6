//! Documents that are LaTeX throughout.

use super::super::Span;

/// Whether a text is LaTeX, and not Markdown with formulas.
pub(super) fn is_latex(source: &str) -> bool {
    if source.contains("\\documentclass") || source.contains("\\begin{document}") {
        return true;
    }
    let mut lines = source.lines();
    let sections = lines.clone().any(|line| {
        let line = line.trim_start();
        ["\\section", "\\subsection", "\\chapter", "\\paragraph"]
            .iter()
            .any(|word| line.starts_with(word))
    });
    let markdown = lines
        .any(|line| line.starts_with("# ") || line.starts_with("## ") || line.starts_with("```"));
    sections && !markdown
}

/// What stands between the beginning and the end of the document.
pub(super) fn body(source: &str) -> Option<Span> {
    const BEGIN: &str = "\\begin{document}";
    let start = source.find(BEGIN)? + BEGIN.len();
    let length = source[start..].find("\\end{document}");
    Some(start..length.map_or(source.len(), |length| start + length))
}

/// Whether a control word is a heading.
pub(super) fn is_heading(word: &str) -> bool {
    matches!(
        word,
        "part"
            | "chapter"
            | "section"
            | "subsection"
            | "subsubsection"
            | "paragraph"
            | "subparagraph"
    )
}

/// Whether what stands in an environment is no text.
pub(super) fn is_verbatim(environment: &str) -> bool {
    matches!(
        environment.trim_end_matches('*'),
        "verbatim"
            | "Verbatim"
            | "lstlisting"
            | "minted"
            | "comment"
            | "tikzpicture"
            | "filecontents"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_is_told_from_markdown() {
        assert!(is_latex("\\documentclass{article}"));
        assert!(is_latex("\\section{A}\n$x$"));
        assert!(!is_latex("# A\n\n\\section{x}"));
        assert!(!is_latex("$x$"));
        let source = "a\\begin{document}b\\end{document}c";
        assert_eq!(body(source).map(|span| &source[span]), Some("b"));
    }
}

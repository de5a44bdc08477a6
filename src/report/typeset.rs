//! Formulas on the page: LaTeX to MathML, which browsers typeset without network or script.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// Where a formula stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Display,
}

/// A formula in LaTeX as an HTML fragment: a `<math>` element, or the escaped source in `<code>` if it
/// is not understood.
///
/// ```
/// use matproof::report::typeset::{Place, typeset};
/// assert!(typeset(r"HH^\top", Place::Inline).starts_with("<math"));
/// assert_eq!(typeset(r"\nosuch{a<b}", Place::Inline), r"<code>\nosuch{a&lt;b}</code>");
/// ```
#[must_use]
pub fn typeset(latex: &str, place: Place) -> String {
    mathml(latex, place).unwrap_or_else(|| format!("<code>{}</code>", escape(latex)))
}

/// The `<math>` element, unless the formula has an error anywhere.
fn mathml(latex: &str, place: Place) -> Option<String> {
    if latex.trim().is_empty() {
        return None;
    }
    let display_mode = match place {
        Place::Inline => DisplayMode::Inline,
        Place::Display => DisplayMode::Block,
    };
    // The parser is handed formulas from other people's documents; a panic of its own must not take the
    // report with it. It works on its own storage, so nothing half-changed stays behind.
    catch_unwind(AssertUnwindSafe(|| {
        let storage = Storage::new();
        let events: Result<Vec<_>, _> = Parser::new(latex, &storage).collect();
        let events = events
            .ok()?
            .into_iter()
            .map(Ok::<_, std::convert::Infallible>);
        let config = RenderConfig {
            display_mode,
            ..RenderConfig::default()
        };
        let mut html = String::new();
        push_mathml(&mut html, events, config).ok()?;
        Some(escape_signs(&html))
    }))
    .ok()
    .flatten()
}

/// The renderer writes the relation "<" and the sign "&" as they are; HTML wants them escaped.
fn escape_signs(html: &str) -> String {
    html.replace("><<", ">&lt;<").replace(">&<", ">&amp;<")
}

/// Text as HTML character data.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formulas this crate is about.
    const OURS: [&str; 9] = [
        r"\tfrac12\|X-WH\|_F^2",
        r"\nabla_W f = (WH-X)H^\top",
        r"HH^\top\otimes I_n",
        r"(H\otimes W)+(I_k\otimes A)K_{k,m}",
        r"(H^\top\otimes W^\top)+(A^\top\otimes I_k)K_{n,k}",
        r"\frac{\partial^2 f}{\partial W_{ij}\,\partial H_{kl}}",
        r"\max_i \Bigl\| \sum_j P_{ij}^2 v_j^\top v_j \Bigr\|_2 + \lambda",
        r"\tfrac12\sum_{(i,j)\in\Omega} (M_{ij}-u_i v_j^\top)^2 + \tfrac\lambda2(\|U\|^2+\|V\|^2)",
        r"\operatorname{vec}(AXB) = (B^\top\otimes A)\operatorname{vec} X",
    ];

    #[test]
    fn our_formulas_become_mathml() {
        for latex in OURS {
            for place in [Place::Inline, Place::Display] {
                let html = typeset(latex, place);
                assert!(
                    html.starts_with("<math") && html.ends_with("</math>"),
                    "{latex}: {html}"
                );
                assert!(
                    !html.contains("merror") && !html.contains("\\"),
                    "{latex}: {html}"
                );
            }
        }
    }

    #[test]
    fn a_formula_keeps_its_letters_and_signs() {
        let html = typeset(r"\nabla_W f = (WH-X)H^\top", Place::Inline);
        for sign in ["∇", "⊤", "−"] {
            assert!(html.contains(sign), "{sign}: {html}");
        }
        assert!(typeset(r"HH^\top\otimes I_n", Place::Display).contains("display=\"block\""));
    }

    #[test]
    fn what_is_not_understood_is_shown_as_it_was_written() {
        for latex in [
            r"\frac{1}",
            r"\nosuch",
            "{",
            "}",
            r"a & b",
            r"x^",
            r"\begin{align}",
            "",
            "$",
        ] {
            let html = typeset(latex, Place::Inline);
            assert!(
                html.starts_with("<code>") || html.starts_with("<math"),
                "{latex}: {html}"
            );
            assert!(!html.contains("merror"), "{latex}: {html}");
        }
        assert_eq!(
            typeset(r"\frac{1}{a<", Place::Inline),
            r"<code>\frac{1}{a&lt;</code>"
        );
    }

    #[test]
    fn nothing_typed_into_a_formula_becomes_markup() {
        assert!(typeset("a < b", Place::Inline).contains("<mo>&lt;</mo>"));
        assert!(typeset(r"a \& b", Place::Inline).contains("&amp;"));
        for latex in [
            "a<script>b",
            r"\text{<img src=x>}",
            "a & <b>",
            r"\text{</math><script>}",
        ] {
            let html = typeset(latex, Place::Inline);
            assert!(
                !html.contains("<script") && !html.contains("<img") && !html.contains("<b>"),
                "{html}"
            );
        }
    }
}

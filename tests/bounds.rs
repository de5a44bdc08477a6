//! Bad input ends in a message, within bounded time and memory: each of these once took minutes or gigabytes, or might.

use matproof::document::{Document, MOST_RELATIONS, Piece};
use matproof::review::{Review, Verdict, review};

fn reviewed(text: &str) -> Review {
    review(&Document::read(text), 1)
}

fn only_message(text: &str) -> String {
    let review = reviewed(text);
    let [entry] = review.entries.as_slice() else {
        panic!("one entry is expected: {:?}", review.summary())
    };
    assert_eq!(entry.verdict, Verdict::Unsupported);
    entry.message.clone()
}

#[test]
fn a_formula_that_is_too_long_is_not_read() {
    let message = only_message(&format!("$x = {}b$", "a+".repeat(1_000_000)));
    assert!(message.contains("at most 50000 are read"), "{message}");
}

#[test]
fn macros_that_double_each_other_are_not_expanded() {
    let doubling: String = ('b'..='z')
        .zip('a'..='y')
        .map(|(new, old)| format!("\\newcommand{{\\{new}{new}}}{{\\{old}{old}\\{old}{old}}}\n"))
        .collect();
    let review = reviewed(&format!(
        "\\newcommand{{\\aa}}{{x+x}}\n{doubling}\n$y = \\zz$"
    ));
    assert!(
        review
            .entries
            .iter()
            .any(|entry| entry.verdict == Verdict::Unsupported),
        "{:?}",
        review.entries
    );
}

#[test]
fn behind_the_last_relation_that_is_judged_one_entry_says_so() {
    let document = Document::read(&"$A=A$\n".repeat(MOST_RELATIONS + 10));
    assert_eq!(document.pieces.len(), MOST_RELATIONS + 1);
    let Some(Piece::Math(last)) = document.pieces.last() else {
        panic!("a formula is expected last");
    };
    assert!(last.chains.is_empty());
    assert!(last.problems[0].1.contains("nor what follows"), "{last:?}");
}

#[test]
fn what_is_nested_deeply_ends() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("$x = {}a{}$", open.repeat(times), close.repeat(times))
    };
    for text in [
        nested("{", "}", 10_000),
        nested("(", ")", 10_000),
        nested(r"\left(", r"\right)", 4_000),
        nested(r"\frac{a}{", "}", 4_900),
        nested("a^{", "}", 10_000),
        nested(r"\sqrt{", "}", 6_000),
        nested(r"\begin{matrix}", r"\end{matrix}", 1_700),
        nested("{", "", 10_000),
        nested("", "}", 10_000),
        nested(r"\sum_i ", "", 7_000),
        nested("-", "", 40_000),
        nested("", "^T", 20_000),
        nested("a=", "", 2_000),
        nested(r"\text{if ", "}", 5_000),
    ] {
        let review = reviewed(&text);
        assert!(!review.entries.is_empty(), "{}", &text[..40]);
    }
}

#[test]
fn a_network_that_explodes_is_given_up() {
    for text in [
        r"$\operatorname{tr}(A)^{40} = \operatorname{tr}((A+A^\top)^{30})$",
        r"$(A+B)^{20} = (B+A)^{20}$",
        r"$(A+B+C)(B+C+D)(C+D+A)(D+A+B)(A+B+C)(B+C+D)(C+D+A)(D+A+B)(A+B+C)=A^9$",
        r"$A_{ab}B_{cd}C_{ef}D_{gh}E_{ij}F_{kl}G_{mn}H_{op} = \delta_{ab}\delta_{cd}\delta_{ef}\delta_{gh}\delta_{ij}\delta_{kl}\delta_{mn}$ with $n\times n$ matrices",
        r"$\delta_{ab}\delta_{bc}\delta_{cd}\delta_{de}\delta_{ef}\delta_{fg}\delta_{gh}\delta_{hi}\delta_{ij}\delta_{jk}\delta_{kl}\delta_{lm} = \delta_{am}$",
        r"$A^{1000000} = B$, $\lambda^{100000000} = 1$, $2^{100000}A = 3^{10000}A$",
    ] {
        assert!(!reviewed(text).entries.is_empty(), "{text}");
    }
}

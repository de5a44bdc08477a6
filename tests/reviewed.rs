//! Short documents, and the verdicts of their statements in order.

use matproof::document::Document;
use matproof::review::Verdict::{self, Definition, Holds, IllTyped, Proved, Refuted, Unsupported};
use matproof::review::review;

fn verdicts(text: &str) -> Vec<Verdict> {
    let review = review(&Document::read(text), 1);
    review.entries.iter().map(|entry| entry.verdict).collect()
}

#[test]
fn what_a_sentence_supposes_is_taken_for_granted_there_and_nowhere_else() {
    let both = "For symmetric $A$ and $B$, $(AB)^T = BA$.";
    assert_eq!(verdicts(both), [Proved]);
    assert_eq!(
        verdicts(&format!("{both}\n\n## Again\n\n{both}")),
        [Proved, Proved]
    );
    let mut padded = format!("{both}\n\n");
    padded.push_str(&"Much is said of other things in between. ".repeat(20));
    padded.push_str("\n\nAlways $(AB)^T = BA$.");
    assert_eq!(verdicts(&padded), [Proved, Refuted]);
}

#[test]
fn a_quality_of_square_matrices_goes_to_the_square_ones_of_a_list() {
    let text = "Let $A \\in \\mathbb{R}^{p\\times q}$, $B \\in \\mathbb{R}^{r\\times s}$, $Z \\in \\mathbb{R}^{p\\times p}$ invertible. \
                Then $K_{r,p}(A \\otimes B) = (B \\otimes A)K_{s,q}$ and $Z^{-1}ZA = A$.";
    let found = verdicts(text);
    assert_eq!(found[3..], [Proved, Proved], "{found:?}");
}

#[test]
fn names_may_be_introduced_behind_the_formula_that_uses_them() {
    let text = "Let $A$ be $n\\times m$ and $f(x) = \\|Ax - b\\|^2$. Then $\\nabla f(x) = 2A^T r$, where $r = Ax - b$.";
    assert_eq!(verdicts(text), [Definition, Proved, Definition]);
    assert_eq!(
        verdicts(&text.replace("2A^T r", "A^T r")),
        [Definition, Refuted, Definition]
    );
}

#[test]
fn entries_that_are_said_to_be_numbers_are_those_of_a_column() {
    let text = "Given $x_i\\in\\mathbb{R}^d$ and $y_i \\in \\{0,1\\}$, let $f(w) = \\sum_{i=1}^{N} (y_i - w^\\top x_i)^2$. \
                Then $\\nabla f(w) = 2X^\\top (Xw - y)$, where the $i$-th row of $X\\in\\mathbb{R}^{N\\times d}$ is $x_i^\\top$.";
    let found = verdicts(text);
    assert_eq!(
        found.iter().filter(|v| **v == Proved).count(),
        1,
        "{found:?}"
    );
    let wrong = verdicts(&text.replace("2X^\\top (Xw - y)", "X^\\top (Xw - y)"));
    assert_eq!(
        wrong.iter().filter(|v| **v == Refuted).count(),
        1,
        "{wrong:?}"
    );
}

#[test]
fn a_wrong_delta_is_seen_where_its_indices_are_equal() {
    let text = "Let $W$ be $n\\times k$, $H$ be $k\\times m$ and $A = WH$. \
                $\\frac{\\partial A_{ij}}{\\partial W_{pq}} = \\delta_{ip}H_{qj}$.";
    assert_eq!(verdicts(text).last(), Some(&Proved));
    let wrong = text.replace("\\delta_{ip}H_{qj}", "2\\delta_{ip}H_{qj}");
    assert_eq!(verdicts(&wrong).last(), Some(&Refuted));
    let dropped = text.replace("\\delta_{ip}H_{qj}", "\\delta_{ip}\\delta_{qj}H_{qj}");
    assert!(verdicts(&dropped).last().is_some_and(|v| v.is_wrong()));
}

#[test]
fn a_size_given_as_a_number_is_any_size() {
    let text = "Let $W\\in\\mathbb R^{784\\times 128}$, $x\\in\\mathbb R^{784}$, $b\\in\\mathbb R^{128}$ and \
                $f(W) = \\frac12\\|W^Tx - b\\|^2$. $\\nabla_W f = x(W^Tx-b)^T$. $\\nabla_W f = (W^Tx-b)x^T$. \
                $\\operatorname{tr}(I_{784}) = 784$.";
    let found = verdicts(text);
    assert_eq!(found[found.len() - 3..], [Proved, IllTyped, Unsupported]);
}

#[test]
fn shapes_that_nobody_said_do_not_make_a_true_formula_wrong() {
    let text = "For $g(A) = a^\\top A b$ we have $\\partial g/\\partial A = ab^\\top$, and \
                $\\partial (a^\\top A^{-1} b)/\\partial A = -A^{-\\top} a b^\\top A^{-\\top}$.";
    assert_eq!(verdicts(text), [Definition, Proved, Proved]);
}

#[test]
fn an_inequality_fails_at_small_integers() {
    let text = "Let $A$ be symmetric, $n\\times n$. $\\operatorname{tr}(A) \\le \\|A\\|_F$. \
                $x^\\top A x \\le \\|A\\|_2\\|x\\|_2^2$.";
    let review = review(&Document::read(text), 1);
    let found: Vec<_> = review.entries.iter().map(|entry| entry.verdict).collect();
    assert_eq!(found, [Refuted, Holds]);
    let instance = review.entries[0].counterexample.as_ref();
    let integers = instance.is_some_and(|instance| {
        let mut entries = instance.values.iter().flat_map(|(_, rows)| rows).flatten();
        entries.all(|entry| entry.parse::<i64>().is_ok())
    });
    assert!(integers, "{instance:?}");
}

#[test]
fn a_second_derivative_by_a_number_and_a_matrix_is_a_matrix_or_a_block() {
    let f = r"Let $W\in\mathbb R^{n\times k}$, $\lambda\in\mathbb R$ and $f(W,\lambda) = \lambda\|W\|^2$. Then ";
    let last = |claim: &str| {
        *verdicts(&format!("{f}${claim}$."))
            .last()
            .unwrap_or(&Unsupported)
    };
    for left in [
        r"\frac{\partial^2 f}{\partial\lambda\,\partial W}",
        r"\frac{\partial^2 f}{\partial W\,\partial\lambda}",
    ] {
        for right in [r"2W", r"2\operatorname{vec}(W)"] {
            assert_eq!(
                last(&format!("{left} = {right}")),
                Proved,
                "{left} = {right}"
            );
            let wrong = last(&format!("{left} = -{right}"));
            assert!(
                matches!(wrong, Refuted | IllTyped),
                "{left} = -{right}: {wrong:?}"
            );
        }
    }
    let row = r"\frac{\partial^2 f}{\partial\lambda\,\partial W} = 2\operatorname{vec}(W)^\top";
    assert_eq!(last(row), Proved);
    assert_eq!(last(&row.replace("= 2", "= 3")), Refuted);
}

/// A remark that does nothing would be worse than none.
#[test]
fn remarks_declare_or_are_told_to_be_not_understood() {
    for remark in ["P mask", "given: P mask", "P: n×m mask", "P is a mask"] {
        for text in [
            format!("<!-- matproof: {remark} -->\n\n$P\\circ P = P$"),
            format!("---\nmatproof: {remark}\n---\n\n$P\\circ P = P$"),
        ] {
            assert_eq!(verdicts(&text), [Proved], "{text}");
        }
    }
    let text = "<!-- matproof: P is nice -->\n\n$P\\circ P = P$";
    assert_eq!(verdicts(text), [Unsupported, Refuted]);
}

/// Rows of n·p: points have that many, and the normal form knows them as pairs.
#[test]
fn letters_whose_sizes_are_made_of_several_dimensions() {
    let text = "Let $A$ be $n\\times n$, $B$ $p\\times p$ and $M \\in \\mathbb{R}^{np\\times np}$. \
                Then $\\frac{\\partial}{\\partial M}\\operatorname{tr}(M(A \\otimes B)) = A^T \\otimes B^T$.";
    let last = |text: &str| verdicts(text).pop();
    assert_eq!(last(text), Some(Proved));
    let wrong = text.replace("= A^T \\otimes B^T", "= B^T \\otimes A^T");
    assert_eq!(last(&wrong), Some(Refuted));
    // Pairs in the other order are other rows: the normal form steps aside, numbers decide.
    let other = text.replace("A \\otimes B", "B \\otimes A");
    assert_eq!(
        last(&other.replace("A^T \\otimes B^T", "B^T \\otimes A^T")),
        Some(Holds)
    );
    assert_eq!(last(&other), Some(Refuted));
    // What is assumed of such a letter has no rule: the normal form decides nothing.
    let symmetric = "Let $S \\in \\mathbb{R}^{np\\times np}$ be symmetric and $y \\in \\mathbb{R}^{np}$. \
                     Then $\\nabla_y (y^T S y) = 2 S y$.";
    assert_eq!(last(symmetric), Some(Holds));
    assert_eq!(
        last(&symmetric.replace("be symmetric", "be a matrix")),
        Some(Refuted)
    );
    let four = "Let $a \\in \\mathbb{R}^m$, $b \\in \\mathbb{R}^n$, $c \\in \\mathbb{R}^p$, $d \\in \\mathbb{R}^q$, $x \\in \\mathbb{R}^{mnpq}$. \
                Then $\\nabla_x (x^T (a \\otimes b \\otimes c \\otimes d)) = a \\otimes b \\otimes c \\otimes d$.";
    assert_eq!(last(four), Some(Proved));
    let sum = "Let $C \\in \\mathbb{R}^{(n+1)\\times k}$. Then $\\nabla_C \\operatorname{tr}(C^T C) = 2C$.";
    assert_eq!(last(sum), Some(Proved));
    assert_eq!(last(&sum.replace("2C", "C")), Some(Refuted));
}

#[test]
fn a_full_stop_ends_what_a_sentence_supposes_also_before_a_displayed_formula() {
    let formula = "\\frac{\\partial}{\\partial M}\\operatorname{tr}(MM) = 2M";
    let text = format!("Let $M$ be $n\\times n$.\n\nFor symmetric $M$ we have\n\n$${formula}.$$");
    assert_eq!(verdicts(&text), [Proved]);
    let text = format!("Let $M$ be $n\\times n$.\n\nFor symmetric $M$ it is so.\n\n$${formula}$$");
    let last = *verdicts(&text).last().unwrap();
    assert!(matches!(last, Unsupported | Refuted), "{last:?}");
}

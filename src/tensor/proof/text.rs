//! Proofs as text: a line for each step, terms in index notation.

use super::law::Law;
use super::{Chain, Proof, Rule, Step};
use crate::tensor::diagram::{Diagram, Factor, Term};
use crate::tensor::tensor::TensorKind;
use num_traits::{One, Signed};
use std::fmt::{self, Write};

/// From the left side to the right, a line for each kind of step with the sum it leads to; bookkeeping goes without
/// saying. The alternate form `{:#}` shows every step, and the proofs inside.
///
/// Outputs are i, j, k, …; a, b, c, … are summed over.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}", sum_text(&self.left.from.terms))?;
        let mut lines: Vec<Line> = Vec::new();
        for line in lines_of(self) {
            let silent = !f.alternate() && line.bookkeeping;
            match lines.last_mut() {
                Some(last) if !f.alternate() && (silent || last.name == line.name) => {
                    last.times += usize::from(!silent);
                    last.terms = line.terms;
                }
                // Bookkeeping before the first real step is not worth a line.
                None if silent => {}
                _ => lines.push(line),
            }
        }
        for line in lines {
            let times = match line.times {
                0 | 1 => String::new(),
                times => format!(" ({times} times)"),
            };
            writeln!(f, "= {}    [{}{times}]", sum_text(&line.terms), line.name)?;
            if let (true, Some(inner)) = (f.alternate(), line.inner) {
                for line in format!("{inner:#}").lines() {
                    writeln!(f, "    | {line}")?;
                }
            }
        }
        Ok(())
    }
}

/// A step and the sum it leads to.
struct Line<'a> {
    name: &'static str,
    bookkeeping: bool,
    times: usize,
    terms: Vec<Term>,
    inner: Option<&'a Proof>,
}

fn lines_of(proof: &Proof) -> Vec<Line<'_>> {
    let line = |step, terms| Line {
        name: shown(step),
        bookkeeping: is_bookkeeping(step),
        times: 1,
        terms,
        inner: inner_proof(&step.rule),
    };
    let (left, right) = (sums_along(&proof.left), sums_along(&proof.right));
    let forth = proof.left.steps.iter().zip(left.into_iter().skip(1));
    let back = proof.right.steps.iter().zip(right).rev();
    forth
        .chain(back)
        .map(|(step, terms)| line(step, terms))
        .collect()
}

/// The sum before every step, and after the last.
fn sums_along(chain: &Chain) -> Vec<Vec<Term>> {
    let mut current = chain.from.terms.clone();
    let mut all = vec![current.clone()];
    for step in &chain.steps {
        let mut place = current.len();
        for term in &step.before {
            if let Some(found) = current
                .iter()
                .position(|known| super::checker::sorted(known) == super::checker::sorted(term))
            {
                current.remove(found);
                place = found;
            }
        }
        let place = place.min(current.len());
        current.splice(place..place, step.after.iter().cloned());
        all.push(current.clone());
    }
    all
}

fn inner_proof(rule: &Rule) -> Option<&Proof> {
    let Rule::Law { law, .. } = rule else {
        return None;
    };
    law.proof()
}

/// The name of a step; a lemma is called by the first step of its proof that is no bookkeeping.
fn shown(step: &Step) -> &'static str {
    if let Rule::Law {
        law: Law::Lemma(proof),
        ..
    } = &step.rule
    {
        let mut steps = proof.left.steps.iter();
        return steps.find(|s| !is_bookkeeping(s)).map_or("lemma", shown);
    }
    step.rule.name()
}

fn is_bookkeeping(step: &Step) -> bool {
    match &step.rule {
        Rule::Renumber { .. } => true,
        Rule::Collect => step.before.len() == 1,
        Rule::Law { law, .. } => match law {
            Law::Lemma(proof) | Law::Inside { proof, .. } => proof
                .left
                .steps
                .iter()
                .chain(&proof.right.steps)
                .all(is_bookkeeping),
            Law::FreeWire(..)
            | Law::ForgottenIndex(..)
            | Law::PowersAdd(..)
            | Law::PowerZero(..)
            | Law::PartIsNumber(..) => true,
            _ => false,
        },
        Rule::OwnNegative { .. } => false,
    }
}

fn sum_text(terms: &[Term]) -> String {
    let outputs = |place: usize| letter("ijklpqrs", place);
    let count = terms.first().map_or(0, |t| t.diagram.outputs.len());
    let names: Vec<_> = (0..count).map(outputs).collect();
    sum_with(terms, &names, 0)
}

fn letter(alphabet: &str, place: usize) -> String {
    let letters: Vec<char> = alphabet.chars().collect();
    let name = letters[place % letters.len()];
    match place / letters.len() {
        0 => name.to_string(),
        round => format!("{name}{round}"),
    }
}

/// The sum with these names for its outputs, and names for inner wires from this one on.
fn sum_with(terms: &[Term], outputs: &[String], fresh: usize) -> String {
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate() {
        let negative = term.coefficient.is_negative();
        text.push_str(match (place, negative) {
            (0, false) => "",
            (0, true) => "−",
            (_, false) => " + ",
            (_, true) => " − ",
        });
        let size = term.coefficient.abs();
        let network = network(&term.diagram, outputs, fresh);
        match (size.is_one(), network.is_empty()) {
            (true, false) => text.push_str(&network),
            (_, true) => text.push_str(&size.to_string()),
            (false, false) => {
                let _ = write!(text, "{size} {network}");
            }
        }
    }
    if text.is_empty() {
        "0".to_owned()
    } else {
        text
    }
}

fn network(diagram: &Diagram, outputs: &[String], fresh: usize) -> String {
    let mut names: Vec<Option<String>> = vec![None; diagram.wires.len()];
    let mut parts = Vec::new();
    let labels = diagram
        .named
        .iter()
        .map(|(label, wire)| (label.to_string(), wire));
    let ends = outputs.iter().cloned().zip(&diagram.outputs).chain(labels);
    for (name, &wire) in ends {
        match &names[wire] {
            Some(known) => parts.push(format!("δ_{known}{name}")),
            None => names[wire] = Some(name),
        }
    }
    let mut next = fresh;
    let mut summed = String::new();
    let names: Vec<String> = names
        .into_iter()
        .map(|name| {
            name.unwrap_or_else(|| {
                next += 1;
                let name = letter("abcdefgh", next - 1);
                summed.push_str(&name);
                name
            })
        })
        .collect();
    parts.extend(diagram.factors.iter().map(|f| factor(f, &names, next)));
    if summed.is_empty() {
        return parts.join(" ");
    }
    if parts.is_empty() {
        parts.push("1".to_owned());
    }
    format!("Σ_{summed} {}", parts.join(" "))
}

fn factor(factor: &Factor, names: &[String], fresh: usize) -> String {
    let slots: Vec<String> = factor
        .slots
        .iter()
        .map(|&wire| names[wire].clone())
        .collect();
    let subscript = match slots.concat() {
        none if none.is_empty() => none,
        some => format!("_{some}"),
    };
    let matrix = |terms: &[Term], outputs: usize| {
        let names: Vec<_> = (0..outputs)
            .map(|place| letter("ijklpqrs", place))
            .collect();
        sum_with(terms, &names, 0)
    };
    let text = match factor.tensor.kind() {
        TensorKind::Symbol(symbol) => format!("{}{subscript}", symbol.name()),
        TensorKind::Diagonal(symbol) => format!("{}{subscript}{}", symbol.name(), slots.concat()),
        TensorKind::Dimension(atom) => atom.to_string(),
        TensorKind::Closed(part) => format!("({})", network(part, &[], 0)),
        TensorKind::Piece(sum) => format!("({})", sum_with(&sum.terms, &slots, fresh)),
        TensorKind::Elementary(function, sum) => {
            format!("{function}({})", sum_with(&sum.terms, &slots, fresh))
        }
        TensorKind::Inverse(sum, _) => {
            format!("[{}]⁻¹{subscript}", matrix(&sum.terms, sum.outputs.len()))
        }
        TensorKind::Determinant(sum, _) => {
            format!("det[{}]", matrix(&sum.terms, sum.outputs.len()))
        }
    };
    if factor.exponent.is_one() {
        text
    } else {
        format!("{text}^{}", factor.exponent)
    }
}

#[cfg(test)]
mod tests {
    use crate::algebra::Matrix;
    use crate::tensor::{Dimension, Network, Property, Symbol};

    #[test]
    fn a_proof_reads_from_left_to_right() {
        let [n, k] = ["n", "k"].map(Dimension::named);
        let matrix = |symbol: &Symbol| Matrix::new(Network::symbol(symbol));
        let [w, h] = ["W", "H"].map(|name| Symbol::matrix(name, n.clone(), k.clone()));
        let [w, h] = [matrix(&w), matrix(&h)];
        let left = (&w + &h) * (&w + &h).t();
        let right = &w * w.t() + &w * h.t() + (&w * h.t()).t() + &h * h.t();
        let (left, right) = (left.into_result().unwrap(), right.into_result().unwrap());
        let proof = left.prove(&right).unwrap().expect("equal");
        insta::assert_snapshot!(proof.to_string(), @r"
          Σ_a (W_ia + H_ia) (W_ja + H_ja)
        = Σ_a W_ia W_ja + Σ_a W_ia H_ja + Σ_a W_ja H_ia + Σ_a H_ia H_ja    [multiply out (3 times)]
        ");
    }

    #[test]
    fn an_inverse_is_eliminated() {
        let n = Dimension::named("n");
        let [a, s] = ["A", "S"].map(|name| Symbol::matrix(name, n.clone(), n.clone()));
        let s = Matrix::new(Network::symbol(&s.assume(Property::Symmetric)));
        let a = Matrix::new(Network::symbol(&a));
        let left = (&a + &s).inverse() * &a;
        let right = Matrix::identity(Ok(n)) - (&a + &s).inverse() * s.t();
        let (left, right) = (left.into_result().unwrap(), right.into_result().unwrap());
        let proof = left.prove(&right).unwrap().expect("equal");
        let text = proof.to_string();
        assert!(
            text.contains("[A⁻¹A = I]") && text.starts_with("  Σ_a [A_ij + S_ij]⁻¹_ia A_aj\n"),
            "{text}"
        );
        eprintln!("{text}");
    }
}

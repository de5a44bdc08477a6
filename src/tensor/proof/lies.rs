//! Proofs of true equations, which are to pass, and spoiled ones, which are not.

use super::checker::consequence;
use super::{Chain, Law, Proof, Rule, Step, replayed};
use crate::algebra::{Matrix, MatrixAlgebra};
use crate::scalar::{Elementary, Rational};
use crate::tensor::against_numbers::Pair;
use crate::tensor::diagram::{Diagram, Factor, Sum, Term};
use crate::tensor::equality::undecidable;
use crate::tensor::normal_form::{Brackets, Normaliser};
use crate::tensor::tensor::Tensor;
use crate::tensor::{Dimension, Equality, Network, Property, Symbol};
use num_rational::Rational64;
use num_traits::One;
use quickcheck::TestResult;
use quickcheck_macros::quickcheck;

#[quickcheck]
fn what_is_equal_has_a_proof(pair: Pair) -> TestResult {
    let (left, right) = (pair.left.network(), pair.right.network());
    let equal = left.equality(&right) == Ok(Equality::Proved);
    match replayed(&left, &right) {
        Ok(_) if !equal => TestResult::error("a proof of what is not equal"),
        Err(stuck) if equal => TestResult::error(stuck),
        _ => TestResult::passed(),
    }
}

fn square(name: &str, property: Option<Property>) -> Symbol {
    let n = Dimension::named("n");
    let symbol = Symbol::matrix(name, n.clone(), n);
    match property {
        Some(property) => symbol.assume(property),
        None => symbol,
    }
}

fn letter(name: &str, property: Option<Property>) -> Matrix<Network> {
    Matrix::new(Network::symbol(&square(name, property)))
}

/// True equations, between them by nearly every law.
fn true_equations() -> Vec<(Network, Network)> {
    let n = Dimension::named("n");
    let identity = || Matrix::<Network>::identity(Ok(n.clone()));
    let [a, b] = ["A", "B"].map(|name| letter(name, None));
    let symmetric = letter("S", Some(Property::Symmetric));
    let skew = letter("K", Some(Property::Skew));
    let q = letter("Q", Some(Property::Orthogonal));
    let mask = letter("P", Some(Property::Mask));
    let inverse = |m: Matrix<Network>| m.inverse();
    let apply = |m: &Matrix<Network>, f| {
        Matrix::new(
            m.clone()
                .into_result()
                .expect("fits")
                .elementwise(f)
                .expect("defined"),
        )
    };
    let determinant = |m: &Matrix<Network>| {
        Matrix::new(
            MatrixAlgebra::determinant(&m.clone().into_result().expect("fits")).expect("square"),
        )
    };
    let equations = [
        (
            (&a + &b) * (&a + &b).t(),
            &a * a.t() + &a * b.t() + &b * a.t() + &b * b.t(),
        ),
        (skew.t() * &a, -(&skew * &a)),
        (
            &skew * &symmetric + (&symmetric * &skew).t(),
            -(&symmetric * &skew) + &symmetric * &skew,
        ),
        (&a * q.t() * &q * &b, &a * &b),
        (mask.hadamard(&mask).hadamard(&a), mask.hadamard(&a)),
        (
            inverse(&a + &symmetric) * &a,
            identity() - inverse(&a + &symmetric) * symmetric.t(),
        ),
        (
            inverse(identity() + &a * &b) * &a,
            &a * inverse(identity() + &b * &a),
        ),
        (inverse(&a * &b), inverse(b.clone()) * inverse(a.clone())),
        (
            apply(&a, Elementary::Exp).hadamard(&apply(&b, Elementary::Exp)),
            apply(&(&b + &a), Elementary::Exp),
        ),
        (
            apply(&apply(&a, Elementary::Exp), Elementary::Ln),
            a.clone(),
        ),
        (determinant(&(&a * &b)), determinant(&(&b * &a))),
    ];
    let fits = |m: Matrix<Network>| m.into_result().expect("fits");
    equations
        .map(|(left, right)| (fits(left), fits(right)))
        .to_vec()
}

fn proofs() -> Vec<Proof> {
    let prove = |(left, right): (Network, Network)| replayed(&left, &right).expect("true");
    true_equations().into_iter().map(prove).collect()
}

/// Whether the engine says that the terms on the left and on the right are not the same.
fn refuted(left: &[Term], right: &[Term]) -> bool {
    let negative = |term: &Term| Term {
        coefficient: -term.coefficient.clone(),
        ..term.clone()
    };
    let terms: Vec<_> = left
        .iter()
        .cloned()
        .chain(right.iter().map(negative))
        .collect();
    let Some(first) = terms.first().map(|t| &t.diagram) else {
        return false;
    };
    let outputs = first
        .outputs
        .iter()
        .map(|&w| first.wires[w].clone())
        .collect();
    match Normaliser::new(Brackets::Expanded).sum(&Sum { outputs, terms }) {
        Ok(rest) => !rest.terms.is_empty() && undecidable(&rest).is_none(),
        Err(_) => false,
    }
}

/// The networks with one thing changed.
fn changed_diagrams(diagram: &Diagram) -> Vec<Diagram> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Diagram)| {
        let mut changed = diagram.clone();
        change(&mut changed);
        if changed != *diagram {
            all.push(changed);
        }
    };
    for to in 0..diagram.wires.len() {
        for place in 0..diagram.outputs.len() {
            with(&|d| d.outputs[place] = to);
        }
        for (place, factor) in diagram.factors.iter().enumerate() {
            for slot in 0..factor.slots.len() {
                with(&|d| d.factors[place].slots[slot] = to);
            }
        }
    }
    for place in 0..diagram.factors.len() {
        with(&|d| d.factors[place].exponent += Rational64::one());
        with(&|d| d.factors[place].slots.reverse());
        with(&|d| drop(d.factors.remove(place)));
        let other = Tensor::symbol(&square("Z", None));
        with(&|d| d.factors[place].tensor = other.clone());
    }
    with(&|d| d.wires.push(crate::tensor::Atom::named("n")));
    all
}

fn changed_terms(term: &Term) -> Vec<Term> {
    let networks = changed_diagrams(&term.diagram)
        .into_iter()
        .map(|diagram| Term {
            diagram,
            coefficient: term.coefficient.clone(),
        });
    let mut all: Vec<_> = networks.collect();
    for number in [
        Rational::one(),
        -term.coefficient.clone() - &term.coefficient,
    ] {
        all.push(Term {
            coefficient: &term.coefficient + number,
            ..term.clone()
        });
    }
    all
}

fn changed_sums(sum: &Sum) -> Vec<Sum> {
    let mut all = Vec::new();
    for (place, term) in sum.terms.iter().enumerate() {
        for changed in changed_terms(term) {
            let mut sum = sum.clone();
            sum.terms[place] = changed;
            all.push(sum);
        }
    }
    all
}

/// Other laws about the same things, most of them wrong.
fn changed_laws(law: &Law) -> Vec<Law> {
    let one = Rational64::one();
    let about = |tensor: &Tensor, e: Rational64| {
        let mut laws = vec![
            Law::PowersAdd(tensor.clone(), e, one),
            Law::PowerZero(tensor.clone()),
            Law::Mask(tensor.clone(), e + one),
            Law::SkewDiagonal(tensor.clone(), e),
            Law::LogOfPower(tensor.clone(), e + e),
        ];
        laws.extend([true, false].map(|rows| Law::Orthogonal {
            letter: tensor.clone(),
            rows,
        }));
        laws
    };
    let mut all = match law {
        Law::PowersAdd(tensor, a, b) => {
            let mut laws = about(tensor, *a);
            laws.push(Law::PowersAdd(tensor.clone(), *a + one, *b));
            laws
        }
        Law::PowerZero(tensor) | Law::Mask(tensor, _) | Law::SkewDiagonal(tensor, _) => {
            about(tensor, one)
        }
        Law::Orthogonal { letter, rows } => {
            let mut laws = about(letter, one);
            let rows = !rows;
            let letter = letter.clone();
            laws.push(Law::Orthogonal { letter, rows });
            laws
        }
        Law::MultiplyOut(sum, e) => {
            let mut laws = vec![
                Law::MultiplyOut(sum.clone(), e + one),
                Law::PowerOfProduct(sum.clone(), *e + one),
                Law::ExpOfSum(sum.clone(), *e),
                Law::LogOfExp(sum.clone()),
            ];
            laws.extend(
                changed_sums(sum)
                    .into_iter()
                    .map(|sum| Law::MultiplyOut(sum, *e)),
            );
            laws.extend(
                sum.terms
                    .iter()
                    .flat_map(|t| &t.diagram.factors)
                    .flat_map(|f| about(&f.tensor, one)),
            );
            laws
        }
        Law::Cancel { matrix, left } => {
            let flip = |matrix: Sum| Law::Cancel {
                matrix,
                left: !left,
            };
            let mut laws: Vec<_> = changed_sums(matrix)
                .into_iter()
                .map(|matrix| Law::Cancel {
                    matrix,
                    left: *left,
                })
                .collect();
            laws.push(flip(matrix.clone()));
            laws
        }
        Law::ExpOfSum(sum, e) => vec![
            Law::ExpOfSum(sum.clone(), *e + one),
            Law::ExpOfLog(sum.clone(), *e),
        ],
        Law::PartIsNumber(part) => changed_diagrams(part)
            .into_iter()
            .map(Law::PartIsNumber)
            .collect(),
        Law::FreeWire(_) => vec![Law::FreeWire(crate::tensor::Atom::named("elsewhere"))],
        _ => Vec::new(),
    };
    if let Some(proof) = law.proof() {
        for changed in changed_proofs(proof) {
            let mut law = law.clone();
            if let Some(inner) = law.proof_mut() {
                *inner = changed;
                all.push(law);
            }
        }
    }
    all.retain(|changed| changed != law);
    all
}

fn changed_rules(rule: &Rule, factors: usize) -> Vec<Rule> {
    let mut all = vec![Rule::Collect];
    match rule {
        Rule::Collect => all.clear(),
        Rule::Renumber { wires, exchanged } | Rule::OwnNegative { wires, exchanged } => {
            let mut lists = Vec::new();
            for a in 0..wires.len() {
                for b in 0..a {
                    let mut wires = wires.clone();
                    wires.swap(a, b);
                    lists.push((wires, exchanged.clone()));
                }
            }
            for factor in 0..=factors {
                let mut exchanged = exchanged.clone();
                match exchanged.iter().position(|&f| f == factor) {
                    Some(place) => drop(exchanged.remove(place)),
                    None => exchanged.push(factor),
                }
                lists.push((wires.clone(), exchanged));
            }
            lists.push((wires.iter().map(|w| w / 2).collect(), exchanged.clone()));
            for (wires, exchanged) in lists {
                let (w, e) = (wires.clone(), exchanged.clone());
                all.push(Rule::Renumber { wires, exchanged });
                all.push(Rule::OwnNegative {
                    wires: w,
                    exchanged: e,
                });
            }
        }
        Rule::Law {
            law,
            context,
            solved,
        } => {
            let with = |law: &Law, context: &Diagram, solved| Rule::Law {
                law: law.clone(),
                context: context.clone(),
                solved,
            };
            all.extend((0..4).map(|other| with(law, context, other)));
            all.extend(
                changed_diagrams(context)
                    .iter()
                    .map(|c| with(law, c, *solved)),
            );
            all.extend(changed_laws(law).iter().map(|l| with(l, context, *solved)));
        }
    }
    all.retain(|changed| changed != rule);
    all
}

fn changed_steps(step: &Step) -> Vec<Step> {
    let mut all = Vec::new();
    let lists: [fn(&mut Step) -> &mut Vec<Term>; 2] = [|s| &mut s.before, |s| &mut s.after];
    for list in lists {
        let terms = list(&mut step.clone()).clone();
        for (place, term) in terms.iter().enumerate() {
            for changed in changed_terms(term) {
                let mut step = step.clone();
                list(&mut step)[place] = changed;
                all.push(step);
            }
            let (mut dropped, mut twice) = (step.clone(), step.clone());
            list(&mut dropped).remove(place);
            list(&mut twice).push(term.clone());
            all.extend([dropped, twice]);
        }
    }
    let factors = step.before.first().map_or(0, |t| t.diagram.factors.len());
    for rule in changed_rules(&step.rule, factors) {
        // As it stands, and with the terms made to follow from the changed rule.
        if let Ok(after) = consequence(&rule, &step.before) {
            let (rule, before) = (rule.clone(), step.before.clone());
            all.push(Step {
                rule,
                before,
                after,
            });
        }
        all.push(Step {
            rule,
            ..step.clone()
        });
    }
    all
}

fn changed_chains(chain: &Chain) -> Vec<Chain> {
    let mut all = Vec::new();
    for place in 0..chain.steps.len() {
        let (mut dropped, mut twice) = (chain.clone(), chain.clone());
        dropped.steps.remove(place);
        twice.steps.insert(place, chain.steps[place].clone());
        all.extend([dropped, twice]);
        for changed in changed_steps(&chain.steps[place]) {
            let mut chain = chain.clone();
            chain.steps[place] = changed;
            all.push(chain);
        }
    }
    let ends: [fn(&mut Chain) -> &mut Sum; 2] = [|c| &mut c.from, |c| &mut c.to];
    for end in ends {
        for changed in changed_sums(end(&mut chain.clone())) {
            let mut chain = chain.clone();
            *end(&mut chain) = changed;
            all.push(chain);
        }
    }
    all
}

fn changed_proofs(proof: &Proof) -> Vec<Proof> {
    let left = changed_chains(&proof.left).into_iter().map(|left| Proof {
        left,
        right: proof.right.clone(),
    });
    let right = changed_chains(&proof.right).into_iter().map(|right| Proof {
        left: proof.left.clone(),
        right,
    });
    left.chain(right).collect()
}

/// Every proof with one field of one step changed: either rejected, or every step of it is right all the same —
/// a wire renumbered by an automorphism, say — which the engine is asked.
#[test]
fn spoiled_proofs_are_rejected() {
    let (mut tried, mut accepted) = (0, 0);
    for proof in proofs() {
        for spoiled in changed_proofs(&proof) {
            tried += 1;
            if spoiled.check().is_err() {
                continue;
            }
            accepted += 1;
            for step in spoiled.left.steps.iter().chain(&spoiled.right.steps) {
                assert!(!refuted(&step.before, &step.after), "{step:?}");
            }
            assert!(
                !refuted(&spoiled.left.from.terms, &spoiled.right.from.terms),
                "{spoiled}"
            );
        }
    }
    eprintln!("{tried} spoiled proofs, {accepted} of them right all the same");
    assert!(
        tried > 1000 && accepted * 20 < tried,
        "{accepted} of {tried}"
    );
}

/// Laws about anything that occurs, with conditions that may fail: whatever has an equation is true.
#[test]
fn forged_laws_hold_or_are_refused() {
    let forged: usize = proofs().iter().map(forged_laws_hold).sum();
    assert!(forged > 100, "{forged}");
}

/// How many laws forged from those of a proof, and of the proofs inside, have an equation.
fn forged_laws_hold(proof: &Proof) -> usize {
    let mut forged = 0;
    for step in proof.left.steps.iter().chain(&proof.right.steps) {
        let Rule::Law { law, .. } = &step.rule else {
            continue;
        };
        for law in changed_laws(law) {
            if let Ok(equation) = law.equation() {
                forged += 1;
                assert!(!refuted(&equation, &[]), "{law:?}");
            }
        }
        forged += law.proof().map_or(0, forged_laws_hold);
    }
    forged
}

/// Every step with one field changed, and with what follows from the change: whatever is accepted is true.
#[test]
fn spoiled_steps_are_true_if_accepted() {
    let mut accepted = 0;
    for proof in proofs() {
        for step in proof.left.steps.iter().chain(&proof.right.steps) {
            for changed in changed_steps(step) {
                if changed.check().is_ok() {
                    accepted += 1;
                    let true_all_the_same = !refuted(&changed.before, &changed.after);
                    assert!(true_all_the_same, "{changed:?}");
                }
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
}

/// One step that says the term becomes these.
fn rejected(rule: Rule, before: Term, after: Vec<Term>) -> String {
    let sum = |terms: Vec<Term>| {
        let first = &before.diagram;
        let outputs = first.outputs.iter().map(|&w| first.wires[w].clone());
        Sum {
            outputs: outputs.collect(),
            terms,
        }
    };
    let (from, to) = (sum(vec![before.clone()]), sum(after.clone()));
    let step = Step {
        rule,
        before: vec![before],
        after,
    };
    let nothing = Chain {
        from: to.clone(),
        steps: Vec::new(),
        to: to.clone(),
    };
    let steps = vec![step];
    let left = Chain { from, steps, to };
    let right = nothing;
    Proof { left, right }.check().expect_err("a lie").reason
}

/// Factors on wires of dimension n.
fn network(wires: usize, outputs: &[usize], factors: &[(&Tensor, &[usize])]) -> Diagram {
    let factor =
        |(tensor, slots): &(&Tensor, &[usize])| Factor::new((*tensor).clone(), slots.to_vec());
    Diagram {
        wires: vec![crate::tensor::Atom::named("n"); wires],
        outputs: outputs.to_vec(),
        named: Vec::new(),
        factors: factors.iter().map(factor).collect(),
    }
}

#[test]
fn slots_of_a_plain_letter_are_not_exchanged_nor_a_sign_forgotten() {
    let exchange = || Rule::Renumber {
        wires: vec![0, 1],
        exchanged: vec![0],
    };
    for property in [None, Some(Property::Skew)] {
        let tensor = Tensor::symbol(&square("A", property));
        let [straight, turned] =
            [[0, 1], [1, 0]].map(|slots| Term::of(network(2, &[0, 1], &[(&tensor, &slots)])));
        let reason = rejected(exchange(), straight, vec![turned]);
        let expected = match property {
            None => "A is not symmetric",
            _ => "“renumber” gives something else",
        };
        assert_eq!(reason, expected);
    }
}

#[test]
fn what_is_on_another_slot_or_an_output_is_not_cancelled() {
    let a = Tensor::symbol(&square("A", None));
    let matrix = Sum::of(Term::of(network(2, &[0, 1], &[(&a, &[0, 1])])));
    let inverse = Tensor::inverse(matrix.clone(), 1);
    let q = Tensor::symbol(&square("Q", Some(Property::Orthogonal)));
    let cases = [
        (
            Law::Cancel { matrix, left: true },
            (&inverse, &[0, 1]),
            (&a, &[1, 2]),
        ),
        (
            Law::Orthogonal {
                letter: q.clone(),
                rows: true,
            },
            (&q, &[1, 0]),
            (&q, &[1, 2]),
        ),
    ];
    for (law, first, second) in cases {
        let (first, second): ((_, &[usize]), (_, &[usize])) =
            ((first.0, first.1), (second.0, second.1));
        let rule = |context| Rule::Law {
            law: law.clone(),
            context,
            solved: 0,
        };
        let context = network(2, &[0, 1, 0, 1], &[]);
        let identity = Term::of(network(1, &[0, 0], &[]));
        // The joining wire is an output too; a third factor is on it; the ends are swapped; then the truth.
        let open = Term::of(network(3, &[0, 1, 2], &[first, second]));
        let busy = Term::of(network(3, &[0, 2], &[first, second, (&a, &[1, 1])]));
        let turned: &[usize] = &[first.1[1], first.1[0]];
        let swapped = Term::of(network(3, &[0, 2], &[(first.0, turned), second]));
        for lie in [open, busy, swapped] {
            let reason = rejected(rule(context.clone()), lie, vec![identity.clone()]);
            assert!(reason.contains("is not about this term"), "{reason}");
        }
        let truth = consequence(
            &rule(context.clone()),
            &[Term::of(network(3, &[0, 2], &[first, second]))],
        );
        assert!(
            truth.is_err(),
            "the joining wire is the last one in the law"
        );
        let moved = |(tensor, slots): (&'_ Tensor, &[usize])| {
            let slots: Vec<usize> = slots.iter().map(|&w| [0, 2, 1][w]).collect();
            Factor::new(tensor.clone(), slots)
        };
        let mut numbered = network(3, &[0, 1], &[]);
        numbered.factors = vec![moved(first), moved(second)];
        assert_eq!(
            consequence(&rule(context), &[Term::of(numbered)]),
            Ok(vec![identity])
        );
    }
}

#[test]
fn laws_ask_for_their_conditions() {
    let one = Rational64::one();
    let plain = Tensor::symbol(&square("A", None));
    let mask = Tensor::symbol(&square("P", Some(Property::Mask)));
    let skew = Tensor::symbol(&square("K", Some(Property::Skew)));
    let rows = true;
    let letter = plain.clone();
    let reason = |law: Law| law.equation().expect_err("a lie");
    assert_eq!(
        reason(Law::Mask(plain.clone(), one + one)),
        "the letter is no mask"
    );
    assert_eq!(
        reason(Law::Mask(mask, -one)),
        "the power of a mask is not positive"
    );
    assert_eq!(
        reason(Law::SkewDiagonal(plain.clone(), one)),
        "the letter is not skew"
    );
    assert_eq!(
        reason(Law::SkewDiagonal(skew, -one)),
        "a diagonal of zeros is divided by"
    );
    assert_eq!(
        reason(Law::Orthogonal { letter, rows }),
        "the letter is not orthogonal"
    );
    assert_eq!(
        reason(Law::LogOfPower(plain.clone(), one + one)),
        "log x² is not 2 log x"
    );
    let squared = |e: Rational64| {
        let factor = Factor::to_the(plain.clone(), e, vec![0, 1]);
        let mut diagram = network(2, &[0, 1], &[]);
        diagram.factors.push(factor);
        Sum::of(Term::of(diagram))
    };
    let root = Law::PowerOfProduct(squared(one + one), Rational64::new(1, 2));
    assert_eq!(
        reason(root),
        "a root of what may be negative is taken apart"
    );
}

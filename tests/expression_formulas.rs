//! Formulas as text against the same formulas in Rust, exactly, at non-square shapes.

#![allow(clippy::unwrap_used, reason = "tests")]

use matproof::algebra::{Dense, Formula, Function};
use matproof::check::{Claim, Quantity, Signature, Verdict, examine};
use matproof::expression::{Declarations, Expression, ExpressionFormula, Typing};
use matproof::factorization::{frobenius, masked, tikhonov};
use matproof::formula;
use matproof::scalar::{Fp, Number};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Sizes where no transposed or swapped factor fits by accident.
fn size(dimension: &str) -> usize {
    match dimension {
        "n" => 3,
        "m" => 4,
        "k" => 2,
        "p" => 5,
        _ => 1,
    }
}

fn point<N: Number>(arguments: &str, mut entry: impl FnMut() -> N) -> Vec<Dense<N>> {
    let signature = Signature::parse(arguments).unwrap();
    let sizes: Vec<usize> = signature.dimensions().iter().map(|d| size(d)).collect();
    signature.draw(&sizes, |_| entry())
}

fn parsed(text: &str, arguments: &str) -> ExpressionFormula {
    let given = Declarations::parse(arguments).unwrap();
    let expression = Expression::parse_with(text, &given).unwrap_or_else(|e| panic!("{text}: {e}"));
    let typing = Typing::infer(&[&expression], &given).unwrap_or_else(|e| panic!("{text}: {e}"));
    let names: Vec<String> = Signature::parse(arguments)
        .unwrap()
        .arguments()
        .iter()
        .map(|a| a.name.clone())
        .collect();
    // Dimensions are read off the arguments, so all of them must have a shape.
    let arguments: Vec<Expression> = names
        .iter()
        .map(|name| Expression::name(name.as_str()))
        .collect();
    let all: Vec<&Expression> = arguments.iter().collect();
    let typing = typing.extend(&all, None).unwrap();
    let typed = typing.check(&expression, None).unwrap();
    ExpressionFormula::new(typed, &typing, names.iter().map(String::as_str)).unwrap()
}

fn agree(text: &str, arguments: &str, expected: &impl Formula) {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let point = point(arguments, || Fp::random(&mut rng));
    let parsed = parsed(text, arguments);
    let actual = Function::evaluate(&parsed, &point).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(
        actual,
        Function::evaluate(expected, &point).unwrap(),
        "{text}"
    );
}

const FROBENIUS: &str = "X: n×m, W: n×k, H: k×m";

#[test]
fn the_frobenius_formulas() {
    use frobenius::formulas as f;
    agree(
        r"\frac12 \|X - WH\|_F^2",
        FROBENIUS,
        &formula!(|x, w, h| f::value(x, w, h)),
    );
    agree(
        "½Σ_ij (X_ij − (WH)_ij)²",
        FROBENIUS,
        &formula!(|x, w, h| f::value(x, w, h)),
    );
    agree(
        r"\frac12 \sum_{ij} (X_{ij} - W_{i:} H_{:j})^2",
        FROBENIUS,
        &formula!(|x, w, h| f::value_entrywise(x, w, h)),
    );
    agree(
        "½(‖X‖² − 2 XHᵀ:W + WᵀW:HHᵀ)",
        FROBENIUS,
        &formula!(|x, w, h| f::value_expanded(x, w, h)),
    );
    agree(
        "(WH − X)Hᵀ",
        FROBENIUS,
        &formula!(|x, w, h| f::gradient_w(x, w, h)),
    );
    agree(
        "W'(W*H - X)",
        FROBENIUS,
        &formula!(|x, w, h| f::gradient_h(x, w, h)),
    );
    agree(
        "HHᵀ ⊗ I_n",
        FROBENIUS,
        &formula!(|_x, w, h| f::hessian_ww(w, h)),
    );
    agree(
        "I_m ⊗ WᵀW",
        FROBENIUS,
        &formula!(|_x, w, h| f::hessian_hh(w, h)),
    );
    agree(
        "H ⊗ W + (I_k ⊗ (WH − X)) K(k,m)",
        FROBENIUS,
        &formula!(|x, w, h| f::hessian_wh(x, w, h)),
    );
    agree(
        r"(H^\top \otimes W^\top) + ((WH - X)^\top \otimes I) K_{n,k}",
        FROBENIUS,
        &formula!(|x, w, h| f::hessian_hw(x, w, h)),
    );
}

#[test]
fn the_masked_formulas() {
    use masked::formulas as f;
    let arguments = "M: n×m, P: n×m, U: n×k, V: m×k, λ: scalar";
    agree(
        "½‖P∘(UVᵀ − M)‖² + λ/2 (‖U‖² + ‖V‖²)",
        arguments,
        &formula!(|m, p, u, v, l| f::value([m, p, u, v], &l.as_scalar())),
    );
    agree(
        "½Σ_{(i,j)∈P} P_ij (M_ij − (UVᵀ)_ij)² + ½λ(‖U‖² + ‖V‖²)",
        arguments,
        &formula!(|m, p, u, v, l| f::value_entrywise([m, p, u, v], &l.as_scalar())),
    );
    agree(
        "(P∘P∘(UVᵀ − M))V + λU",
        arguments,
        &formula!(|m, p, u, v, l| f::gradient_u([m, p, u, v], &l.as_scalar())),
    );
    agree(
        r"\sum_{j} (V_{j:}^\top V_{j:}) \otimes diag((P∘P)_{:j}) + λ I_{nk}",
        arguments,
        &formula!(|_m, p, u, v, l| f::hessian_uu([p, u, v], &l.as_scalar())),
    );
    agree(
        "(Vᵀ ⊗ I_n) diag(vec(P∘P)) (I_m ⊗ U) K(m,k) + I_k ⊗ (P∘P∘(UVᵀ − M))",
        arguments,
        &formula!(|m, p, u, v, _l| f::hessian_uv([m, p, u, v])),
    );
}

#[test]
fn the_tikhonov_objective() {
    let arguments = "X: n×m, W: n×k, H: k×m, M: p×n, λ: scalar";
    agree(
        r"\|X - WH\|_F^2 + \lambda \|MW\|_F^2",
        arguments,
        &formula!(|x, w, h, m, l| tikhonov::formulas::value([x, w, h, m], &l.as_scalar())),
    );
}

#[test]
fn special_matrices_and_powers() {
    let arguments = "A: n×n, B: n×m, x: n×1";
    agree(
        "xᵀAx A⁻¹B",
        arguments,
        &formula!(|a, b, x| (x.t() * a * x).as_scalar() * (a.inverse() * b)),
    );
    agree(
        "A^{-2} B",
        arguments,
        &formula!(|a, b, _x| a.inverse() * a.inverse() * b),
    );
    agree(
        "A³ − A'",
        arguments,
        &formula!(|a, _b, _x| a * a * a - a.t()),
    );
    agree(
        "B.^2 ./ B",
        arguments,
        &formula!(|_a, b, _x| b * matproof::algebra::Matrix::identity(b.columns())),
    );
    agree(
        "1ᵀB1 − sum(B)",
        arguments,
        &formula!(|_a, b, _x| b.frobenius(b) - b.frobenius(b)),
    );
    agree(
        "n A − tr(I_n) A + 0",
        arguments,
        &formula!(|a, _b, _x| a - a),
    );
    agree(
        "(1_n ⊗ x)(1_n ⊗ x)ᵀ",
        arguments,
        &formula!(|_a, _b, x| {
            let one = matproof::algebra::Matrix::ones(x.rows(), x.columns());
            one.kron(x) * one.kron(x).t()
        }),
    );
    agree(
        "K_{n,m} vec(B)",
        arguments,
        &formula!(|_a, b, _x| b.t().vec()),
    );
    agree(
        "Σ_i e_i e_iᵀB + Σ_ij δ_ij x_i x_j B − xᵀx B",
        arguments,
        &formula!(|_a, b, _x| 1 * b),
    );
}

#[test]
fn blocks_of_numbers() {
    let arguments = "A: n×n, B: n×m, x: n×1";
    let point = point(arguments, || Fp::new(2));
    let blocks = Function::evaluate(&parsed("[A B; Bᵀ 0]", arguments), &point).unwrap();
    assert_eq!(blocks.shape(), (7, 7));
    let corner = |i, j| blocks.as_matrix()[(i, j)];
    assert_eq!(
        [corner(0, 0), corner(6, 2), corner(6, 6)],
        [2, 2, 0].map(Fp::new)
    );
}

#[test]
fn a_parsed_claim_is_examined() {
    let arguments = "A: n×n, x: n×1";
    let verdict = |claim: &str| {
        let signature = Signature::parse(arguments).unwrap();
        let of = Quantity::gradient(parsed("xᵀAx", arguments), "x");
        let claim = Claim::new("gradient", signature, of, parsed(claim, arguments)).unwrap();
        examine(&claim, 7).verdict
    };
    assert_eq!(verdict("(A + Aᵀ)x"), Verdict::Proved);
    assert!(verdict("2Ax").is_refuted());
}

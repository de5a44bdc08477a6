//! Expressions printed as Rust compile, and give what the expression gives: each expression stands here as
//! text and as the code that must be printed for it.

#![allow(clippy::unwrap_used, reason = "tests")]
#![allow(mixed_script_confusables, reason = "λ is the name in the expressions")]

use matproof::algebra::{Dense, Function};
use matproof::expression::{Declarations, Expression, ExpressionFormula, Typed, Typing};
use nalgebra::DMatrix;

const GIVEN: &str = "X: n×m, W: n×k, H: k×m, S: n×n, y: n×1, λ: scalar";
const NAMES: [&str; 6] = ["X", "W", "H", "S", "y", "λ"];

fn read(text: &str) -> (Typing, Typed) {
    let given = Declarations::parse(GIVEN).unwrap();
    let names = NAMES.map(Expression::name);
    let typing = Typing::infer(&names.iter().collect::<Vec<_>>(), &given).unwrap();
    let typed = typing
        .check(&Expression::parse_with(text, &given).unwrap(), None)
        .unwrap();
    (typing, typed)
}

fn point() -> Vec<DMatrix<f64>> {
    let shapes = [(3, 4), (3, 2), (2, 4), (3, 3), (3, 1), (1, 1)];
    shapes
        .into_iter()
        .map(|(m, n)| {
            DMatrix::from_fn(m, n, |i, j| {
                0.3 + ((2 * i + 3 * j + m * n) % 7) as f64 / 4.0
            })
        })
        .collect()
}

/// A matrix, or a number as a 1×1 matrix.
trait IntoMatrix {
    fn into_matrix(self) -> DMatrix<f64>;
}
impl IntoMatrix for DMatrix<f64> {
    fn into_matrix(self) -> DMatrix<f64> {
        self
    }
}
impl IntoMatrix for f64 {
    fn into_matrix(self) -> DMatrix<f64> {
        DMatrix::from_element(1, 1, self)
    }
}

macro_rules! prints {
    (|$x:ident $w:ident $h:ident $s:ident $y:ident, $n:ident $m:ident $k:ident, $l:ident|
     $($text:literal => $code:expr;)*) => {
        #[test]
        fn printed_rust_computes_the_expression() {
            let point = point();
            #[allow(unused_variables, reason = "not every expression has every name")]
            let [$x, $w, $h, $s, $y, lambda] = &point[..] else { panic!() };
            #[allow(unused_variables, reason = "the names of the expressions")]
            let ($n, $m, $k, $l): (usize, usize, usize, f64) = (3, 4, 2, lambda[(0, 0)]);
            $({
                let (typing, typed) = read($text);
                let squeezed = |code: &str| code.split_whitespace().collect::<String>();
                assert_eq!(squeezed(&typed.to_rust().unwrap()), squeezed(stringify!($code)), "{}", $text);
                let formula = ExpressionFormula::new(typed, &typing, NAMES).unwrap();
                let arguments: Vec<Dense<f64>> = point.iter().cloned().map(Dense::from).collect();
                let expected = Function::evaluate(&formula, &arguments).unwrap().into_matrix();
                let actual = IntoMatrix::into_matrix($code);
                // Fewer than 100 roundings of numbers below 10³, conditions below 10².
                assert!((actual - expected).amax() < 1e-9, "{}", $text);
            })*
        }
    };
}

prints! {
    |x w h s y, n m k, λ|
    "½‖X − WH‖²" => 0.5 * (x - w * h).norm_squared();
    "(WH − X)Hᵀ" => (w * h - x) * h.transpose();
    "HHᵀ ⊗ I_n" => (h * h.transpose()).kronecker(&DMatrix::<f64>::identity(n, n));
    "X∘log(WH)" => x.component_mul(&(w * h).map(|x| x.ln()));
    "yᵀSy W" => (y.transpose() * s * y)[(0, 0)] * w;
    "tr(S) − λyᵀy" => s.trace() - (λ * y.transpose() * y)[(0, 0)];
    "S⁻¹W" => s.clone().try_inverse().expect("an invertible matrix") * w;
    "diag(y) X / 3" => DMatrix::from_diagonal(&y.column(0).into_owned()) * x / 3.0;
    "S³ − Sᵀ" => s * s * s - s.transpose();
    "vec(Wᵀ)" => DMatrix::from_column_slice(k * n, 1, w.transpose().as_slice());
    "λ^{1/2} 𝟏ᵀX" => λ.sqrt() * DMatrix::from_element(n, 1, 1.0).transpose() * x;
    "W:W + sum(X)/2" => w.dot(w) + x.sum() / 2.0;
    "sigmoid(X) − n X" => x.map(|x| 1.0 / (1.0 + (-x).exp())) - ((n) as f64) * x;
}

#[test]
fn numpy_reads_as_people_write_it() {
    for (text, numpy) in [
        ("½‖X − WH‖²", "0.5 * np.linalg.norm(X - W @ H) ** 2"),
        ("(WH − X)Hᵀ", "(W @ H - X) @ H.T"),
        ("HHᵀ ⊗ I_n", "np.kron(H @ H.T, np.eye(n))"),
        ("X∘log(WH)", "X * np.log(W @ H)"),
        ("yᵀSy W", "(y.T @ S @ y).item() * W"),
        (
            "log det(S) + tr(S⁻¹)",
            "np.linalg.slogdet(S)[1] + np.trace(np.linalg.inv(S))",
        ),
        (
            "K_{n,k} vec(W)",
            "commutation(n, k) @ W.reshape((-1, 1), order=\"F\")",
        ),
        ("λ^{-2} diag(y)", "λ ** (-2.0) * np.diag(y.ravel())"),
    ] {
        assert_eq!(read(text).1.to_numpy().as_deref(), Some(numpy), "{text}");
    }
    assert_eq!(read("Σ_i y_i S").1.to_numpy(), None);
}

//! Code as functions that oracles can evaluate.

/// A function from a call of code that is generic over its numbers.
///
/// The arguments stand in the order of the signature; trailing ones may be left out. Their types follow from the code that they are given to, or are
/// written: `|x: &[N]|`, N being the numbers. `?` may be used.
///
/// ```
/// use matproof::algebra::{Dense, Function};
/// use matproof::function;
/// use matproof::scalar::{Functions, Number, NumberError};
/// use nalgebra::DMatrix;
///
/// /// Σ exp(x_ij): what nalgebra offers for numbers of every kind is at hand.
/// fn sum_of_exponentials<N: Number>(x: &DMatrix<N>) -> Result<N, NumberError> {
///     x.iter().try_fold(N::zero(), |sum, x| Ok(sum + x.exp()?))
/// }
/// let f = function!(|x| sum_of_exponentials(x));
/// assert_eq!(f.evaluate(&[Dense::from_rows(&[[0.0, 0.0]])])?, Dense::scalar(2.0));
///
/// let g = function!(|x: &[N], y: &[N]| x[0].clone() * y[0].exp()?);
/// assert_eq!(g.evaluate(&[Dense::scalar(3.0), Dense::scalar(0.0)])?, Dense::scalar(3.0));
/// # Ok::<(), matproof::algebra::AlgebraError>(())
/// ```
#[macro_export]
macro_rules! function {
    (|$($argument:ident $(: $kind:ty)?),+ $(,)?| $body:expr) => {{
        #[derive(Debug, Clone, Copy)]
        struct Coded;
        impl $crate::algebra::Function for Coded {
            fn evaluate<N: $crate::scalar::Number>(
                &self,
                arguments: &[$crate::algebra::Dense<N>],
            ) -> Result<$crate::algebra::Dense<N>, $crate::algebra::AlgebraError> {
                let [$($argument),+, ..] = arguments else {
                    return Err($crate::algebra::AlgebraError::Arguments {
                        expected: [$(stringify!($argument)),+].len(),
                        actual: arguments.len(),
                    });
                };
                let value = $crate::testing::guarded(arguments, || {
                    $(let $argument $(: $kind)? = $crate::testing::Given::given($argument.as_matrix())?;)+
                    $crate::testing::Answer::<N>::answer($body)
                })?;
                Ok(value.into())
            }
        }
        Coded
    }};
}

/// A function from a call of code in `f64`: as a function of its own it reaches finite differences and Taylor slopes; as a derivative it is
/// compared with what every oracle finds, its own rounding being measured.
///
/// ```
/// use matproof::plain;
/// use matproof::testing::{DMatrix, Subject};
/// fn gram(w: &DMatrix<f64>) -> DMatrix<f64> {
///     w.transpose() * w
/// }
/// Subject::new("W: n×k", plain!(|w: &DMatrix<f64>| w.norm_squared()))
///     .gradient("W", plain!(|w: &DMatrix<f64>| w * 2.0))
///     .assert();
/// Subject::new("W: n×k", matproof::formula!(|w| w.t() * w)).value(plain!(|w| gram(w))).assert();
/// ```
#[macro_export]
macro_rules! plain {
    (|$($argument:ident $(: $kind:ty)?),+ $(,)?| $body:expr) => {
        $crate::oracle::Plain::new(move |arguments: &[$crate::testing::DMatrix<f64>]| {
            let shaped: Vec<_> = arguments.iter().cloned().map($crate::algebra::Dense::from).collect();
            $crate::testing::guarded(&shaped, || {
                let [$($argument),+, ..] = arguments else {
                    return Err($crate::algebra::AlgebraError::Arguments {
                        expected: [$(stringify!($argument)),+].len(),
                        actual: arguments.len(),
                    });
                };
                $(let $argument $(: $kind)? = $crate::testing::Given::given($argument)?;)+
                $crate::testing::Answer::<f64>::answer($body)
            })
        })
    };
}

/// All tests of a file under `tests/`: one for each relation of the documents in a folder of your package, named after file, line and formula.
///
/// The file is this one line, `matproof::test_derivations!("derivations");`, and in `Cargo.toml` it needs no other harness:
///
/// ```toml
/// [[test]]
/// name = "derivations"
/// harness = false
/// ```
///
/// A relation that is wrong fails, with what `matproof check` would say; one that is marked as wrong (`<!-- matproof: expect-failure -->`) fails if it
/// holds; one that was not understood is reported as ignored, and why is told by `cargo test -- --ignored`. Definitions are no tests.
#[macro_export]
macro_rules! test_derivations {
    ($folder:expr) => {
        fn main() -> std::process::ExitCode {
            $crate::testing::run_documents(
                &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join($folder),
            )
        }
    };
}

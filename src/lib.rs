//! Is this matrix derivative right?
//!
//! matproof puts hand-derived gradients, Hessian blocks and Hessian-vector products before oracles that know
//! nothing of each other, and says: proved for every shape; holds, down to which relative error; or refuted, with a counterexample in
//! small integers.
//!
//! ```
//! use matproof::check::{Claim, Quantity, Signature, examine};
//! use matproof::formula;
//!
//! let signature = Signature::parse("A: n×n, x: n×1")?;
//! let f = formula!(|a, x| x.t() * a * x);
//! let claim = Claim::new("∇f = 2Ax", signature, Quantity::gradient(f, "x"), formula!(|a, x| 2 * (a * x)))?;
//!
//! let examination = examine(&claim, 7);               // 7 is the seed of every random draw
//! assert!(examination.verdict.is_refuted());           // right only for symmetric A
//! let counterexample = examination.counterexample.map(|c| c.to_string());
//! assert_eq!(
//!     counterexample.as_deref(),
//!     Some("n = 2; A = [0 1; 0 0], x = [0; 1]: claimed [2; 0], true [1; 0]")
//! );
//! # Ok::<(), matproof::check::ClaimError>(())
//! ```
//!
//! That is the whole idea; the rest of this page is a walk through the rooms, ten minutes with a cup of tea.
//!
//! # A document
//!
//! What people publish is text. [`document`] takes Markdown and LaTeX apart, [`review`] judges every relation in it, in the order of the
//! text, each with its place:
//!
//! ```
//! use matproof::document::Document;
//! use matproof::review::{Verdict, review};
//!
//! let notes = r"Let $W \in \mathbb R^{n\times k}$, $H \in \mathbb R^{k\times m}$ and $f(W, H) = \tfrac12\|X - WH\|_F^2$.
//! Then $\nabla_W f = (WH - X)H^\top$ and $\nabla_H f = (WH - X)W^\top$.";
//! let review = review(&Document::read(notes), 7);
//!
//! let verdicts: Vec<Verdict> = review.entries.iter().map(|entry| entry.verdict).collect();
//! assert_eq!(verdicts[3..], [Verdict::Proved, Verdict::IllTyped]);
//! let wrong = &review.entries[4];
//! assert_eq!((wrong.line, wrong.message.as_str()), (2, "cannot multiply WH − X (n×m) by Wᵀ (k×n): m and k differ"));
//! ```
//!
//! # Your own code
//!
//! A gradient in a program is a claim like any other. [`testing`] is for `#[test]`: the function, generic over its numbers, and the code as it
//! is; the points at which both are asked, the tolerance and the smallest failing case are found for you.
//!
//! ```
//! use matproof::scalar::Number;
//! use matproof::testing::{DMatrix, Subject};
//! use matproof::{function, plain};
//!
//! fn energy<N: Number>(s: &DMatrix<N>, x: &DMatrix<N>) -> N {
//!     (x.transpose() * s * x)[(0, 0)].clone()
//! }
//! let subject = Subject::new("S: n×n symmetric, x: n×1", function!(|s, x| energy(s, x)));
//! subject.gradient("x", plain!(|s: &DMatrix<f64>, x: &DMatrix<f64>| s * x * 2.0)).assert();
//!
//! let half = subject.gradient("x", plain!(|s: &DMatrix<f64>, x: &DMatrix<f64>| s * x));
//! assert!(half.examine().verdict.is_refuted());
//! ```
//!
//! # For every shape
//!
//! Oracles in numbers look at points. [`tensor`] evaluates the same formula in an algebra of networks, where derivatives are again networks and
//! equality is decided by a normal form: what it proves holds for all n, m and k.
//!
//! ```
//! use matproof::algebra::{HALF, Matrix};
//! use matproof::tensor::{Dimension, Equality, Network, Symbol};
//!
//! let [n, m, k] = ["n", "m", "k"].map(Dimension::named);
//! let w = Symbol::matrix("W", n.clone(), k.clone());
//! let [x, h] = [("X", &n, &m), ("H", &k, &m)].map(|(name, r, c)| Symbol::matrix(name, r.clone(), c.clone()));
//! let [x, w_, h] = [&x, &w, &h].map(|symbol| Matrix::new(Network::symbol(symbol)));
//!
//! let f = (HALF * (&x - &w_ * &h).squared_norm()).into_result()?;
//! let claimed = ((&w_ * &h - &x) * h.t()).into_result()?;
//! assert_eq!(f.gradient(&w)?.equality(&claimed)?, Equality::Proved);
//! # Ok::<(), matproof::algebra::AlgebraError>(())
//! ```
//!
//! [`derivation`] goes the other way: from an expression to its derivatives, in the notation a person would write.
//!
//! ```
//! use matproof::derivation::{Derivation, Task};
//!
//! let task = Task { expression: "log det(XᵀX)", ..Task::default() };
//! let derivation = Derivation::new(&task)?;
//! assert_eq!(derivation.derivatives[0].typed.to_string(), "2X(XᵀX)⁻¹");
//! # Ok::<(), matproof::derivation::DerivationError>(())
//! ```
//!
//! # With data
//!
//! What the derivations are for: [`solver`] minimises factorizations with the checked gradients, and [`spectrum`] says whether the end is a
//! minimum, by the smallest eigenvalue of a Hessian that is never built.
//!
//! ```
//! use matproof::factorization::frobenius::Frobenius;
//! use matproof::matrix::Data;
//! use matproof::solver::{Method, Problem, Settings, factorize};
//! use matproof::spectrum::{Options, frobenius_spectrum};
//! use nalgebra::DMatrix;
//! use std::ops::ControlFlow;
//!
//! let x = Data::Dense(DMatrix::from_fn(6, 5, |i, j| ((i + 1) * (j + 2)) as f64));       // of rank 1
//! let settings = Settings { method: Method::Hals, ..Settings::default() };
//! let solution = factorize(&Problem::frobenius(&x), 1, &settings, &mut |_| ControlFlow::Continue(()))?;
//! assert!(solution.objective < 1e-12);
//!
//! let f = Frobenius::new(&x)?;
//! let hessian = f.hessian_at(&solution.factors.w, &solution.factors.h)?;
//! let spectrum = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {})?;
//! assert!(spectrum.pairs[0].value.abs() < 1e-6);              // zero along the scaling of W against H
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Reading order
//!
//! - [`scalar`]: the numbers formulas are evaluated in.
//! - [`algebra`]: how a formula is written once for all of them; vec, Kronecker products, commutation matrices.
//! - [`expression`]: matrix expressions as people write them, read, given shapes, evaluated, printed.
//! - [`tensor`]: formulas for every shape; derivatives, a normal form that decides equality, matrix notation.
//! - [`oracle`]: six ways to know a derivative.
//! - [`check`]: claims before oracles.
//! - [`document`]: texts taken apart; [`review`]: every relation of them judged.
//! - [`derivation`]: derivatives of an expression, each checked before it is shown.
//! - [`matrix`]: data, dense or sparse, and their files.
//! - [`factorization`]: three objectives, as one reads them and as fast kernels.
//! - [`solver`]: how they are minimised.
//! - [`spectrum`]: extreme eigenvalues of their Hessians, without building them.
//! - [`mutation`]: true claims made false, to see who notices.
//! - [`testing`]: all of this in other people's tests.
//! - [`study`]: what ships and is examined; [`report`]: how it is shown; [`cli`]: the command.
//!
//! # One convention, used everywhere
//!
//! Vectors are columns; `vec` stacks columns; for A of shape m×n, `K(m,n) vec A = vec Aᵀ`;
//! `(A ⊗ B) vec X = vec(B X Aᵀ)`; the gradient of a scalar has the shape of its argument; the block ∂²f/∂R∂C has
//! rows that belong to vec R and columns that belong to vec C.

pub mod algebra;
pub mod check;
pub mod cli;
pub mod derivation;
pub mod document;
pub mod expression;
pub mod factorization;
pub mod matrix;
pub mod mutation;
pub mod oracle;
pub mod report;
pub mod review;
pub mod scalar;
pub mod solver;
pub mod spectrum;
pub mod study;
pub mod tensor;
pub mod testing;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

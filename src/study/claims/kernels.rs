//! The fast kernels of [`factorization`](crate::factorization), stated as claims.

use super::{Topic, fitting, frobenius, masked, tikhonov};
use crate::algebra::{AlgebraError, Dense, Function};
use crate::check::{Claim, Form, Kernel, Quantity, Signature};
use crate::factorization::frobenius::{Frobenius, formulas as f};
use crate::factorization::masked::{Masked, Submatrix, formulas as mf, submatrix_formulas as sf};
use crate::factorization::tikhonov::{Tikhonov, formulas as tf};
use crate::factorization::{FactorizationError, Hessian};
use crate::formula;
use crate::matrix::Data;
use crate::scalar::Number;
use nalgebra::DMatrix;
use nalgebra_sparse::{CooMatrix, CsrMatrix};

/// What a kernel computes from the claim's arguments.
type Computed = Result<DMatrix<f64>, FactorizationError>;

impl Topic {
    /// A claim about fast code. `like` is the formula whose operations it makes.
    #[expect(
        clippy::expect_used,
        reason = "literals of this crate, exercised by every test"
    )]
    fn kernel(
        &self,
        name: &str,
        quantity: Quantity,
        compute: impl Fn(&[DMatrix<f64>]) -> Computed + Send + Sync + 'static,
        like: impl Function + 'static,
    ) -> Claim {
        let text = if quantity.has_directions() {
            format!("{}, {}", self.signature, self.directions)
        } else {
            self.signature.to_owned()
        };
        let signature = Signature::parse(&text).expect("a shipped signature");
        let kernel = Kernel::new(move |point| compute(point).map_err(|e| e.to_string()), like);
        let mut claim = Claim::with_form(name, signature, quantity, Form::Kernel(kernel))
            .expect("a shipped claim");
        claim.group = format!("kernels of {}", self.group);
        claim
    }
}

/// All kernels.
#[must_use]
pub fn all() -> Vec<Claim> {
    [
        frobenius_kernels(),
        tikhonov_kernels(),
        masked_kernels(),
        submatrix_kernels(),
    ]
    .concat()
}

fn number(value: f64) -> DMatrix<f64> {
    DMatrix::from_element(1, 1, value)
}

/// The entries that are not zero.
fn sparse(x: &DMatrix<f64>) -> CsrMatrix<f64> {
    let mut entries = CooMatrix::new(x.nrows(), x.ncols());
    for i in 0..x.nrows() {
        for j in (0..x.ncols()).filter(|&j| x[(i, j)].abs() > 0.0) {
            entries.push(i, j, x[(i, j)]);
        }
    }
    CsrMatrix::from(&entries)
}

#[rustfmt::skip] // a table: one kernel after another
fn frobenius_kernels() -> Vec<Claim> {
    let value = formula!(|x, w, h| f::value(x, w, h));
    let residual = formula!(|x, w, h| f::residual(x, w, h));
    let gradient = |variable| Quantity::gradient(value, variable);
    let directions = [("W", "P"), ("H", "Q")];
    let product = |variable| Quantity::hessian_vector(value, variable, &directions);
    let half_product = |variable| Quantity::gauss_newton_vector(residual, 1, variable, &directions);
    // The kernels expand the residual; their rounding is that of the expanded forms.
    let like_w = formula!(|x, w, h, p, q| p * (h * h.t()) + w * (q * h.t() + h * q.t()) - x * q.t());
    let like_h = formula!(|x, w, h, p, q| (w.t() * w) * q + (w.t() * p + p.t() * w) * h - p.t() * x);
    let topic = frobenius::TOPIC;
    let mut claims = Vec::new();
    for (kind, as_data) in [("dense X", (|x| Data::Dense(x.clone())) as fn(&DMatrix<f64>) -> Data), ("sparse X", |x| Data::Sparse(sparse(x)))] {
        let name = |what: &str| format!("{what}, {kind}");
        claims.extend([
            topic.kernel(&name("value"), Quantity::value(value),
                move |a| Ok(number(Frobenius::new(&as_data(&a[0]))?.value(&a[1], &a[2])?)), formula!(|x, w, h| f::value_expanded(x, w, h))),
            topic.kernel(&name("∇_W"), gradient("W"),
                move |a| Frobenius::new(&as_data(&a[0]))?.gradient_w(&a[1], &a[2]), formula!(|x, w, h| f::gradient_w_expanded(x, w, h))),
            topic.kernel(&name("∇_H"), gradient("H"),
                move |a| Frobenius::new(&as_data(&a[0]))?.gradient_h(&a[1], &a[2]), formula!(|x, w, h| f::gradient_h_expanded(x, w, h))),
            topic.kernel(&name("Hessian-vector product, W"), product("W"),
                move |a| Ok(Frobenius::new(&as_data(&a[0]))?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[3], &a[4])?.0), like_w),
            topic.kernel(&name("Hessian-vector product, H"), product("H"),
                move |a| Ok(Frobenius::new(&as_data(&a[0]))?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[3], &a[4])?.1), like_h),
            topic.kernel(&name("Gauss–Newton product, W"), half_product("W"),
                move |a| Ok(Frobenius::new(&as_data(&a[0]))?.hessian_at(&a[1], &a[2])?.gauss_newton_product(&a[3], &a[4])?.0),
                formula!(|_x, w, h, p, q| f::gauss_newton_vector_w([w, h], [p, q]))),
            topic.kernel(&name("Gauss–Newton product, H"), half_product("H"),
                move |a| Ok(Frobenius::new(&as_data(&a[0]))?.hessian_at(&a[1], &a[2])?.gauss_newton_product(&a[3], &a[4])?.1),
                formula!(|_x, w, h, p, q| f::gauss_newton_vector_h([w, h], [p, q]))),
        ]);
    }
    fitting(claims, "X", residual)
}

#[rustfmt::skip] // a table: one kernel after another
fn tikhonov_kernels() -> Vec<Claim> {
    let value = formula!(|x, w, h, m, l| tf::value([x, w, h, m], &l.as_scalar()));
    let gradient = |variable| Quantity::gradient(value, variable);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("W", "P"), ("H", "Q")]);
    let data = |a: &[DMatrix<f64>]| [Data::Dense(a[0].clone()), Data::Dense(a[3].clone())];
    let topic = tikhonov::TOPIC;
    let claims = vec![
        topic.kernel("value", Quantity::value(value),
            move |a| { let [x, m] = data(a); Ok(number(Tikhonov::new(&x, &m, a[4][0])?.value(&a[1], &a[2])?)) },
            formula!(|x, w, h, m, l| 2 * f::value_expanded(x, w, h) + l.as_scalar() * (m * w).squared_norm())),
        topic.kernel("∇_W", gradient("W"),
            move |a| { let [x, m] = data(a); Tikhonov::new(&x, &m, a[4][0])?.gradient_w(&a[1], &a[2]) },
            formula!(|x, w, h, m, l| 2 * f::gradient_w_expanded(x, w, h) + 2 * (l.as_scalar() * (m.t() * (m * w))))),
        topic.kernel("∇_H", gradient("H"),
            move |a| { let [x, m] = data(a); Tikhonov::new(&x, &m, a[4][0])?.gradient_h(&a[1], &a[2]) },
            formula!(|x, w, h| 2 * f::gradient_h_expanded(x, w, h))),
        topic.kernel("Hessian-vector product, W", product("W"),
            move |a| { let [x, m] = data(a); Ok(Tikhonov::new(&x, &m, a[4][0])?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[5], &a[6])?.0) },
            formula!(|x, w, h, m, l, p, q| 2 * (p * (h * h.t()) + w * (q * h.t() + h * q.t()) - x * q.t()) + 2 * (l.as_scalar() * (m.t() * (m * p))))),
        topic.kernel("Hessian-vector product, H", product("H"),
            move |a| { let [x, m] = data(a); Ok(Tikhonov::new(&x, &m, a[4][0])?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[5], &a[6])?.1) },
            formula!(|x, w, h, _m, _l, p, q| 2 * ((w.t() * w) * q + (w.t() * p + p.t() * w) * h - p.t() * x))),
    ];
    fitting(claims, "X", formula!(|x, w, h| f::residual(x, w, h)))
}

/// The masked objective whose Ω are the entries of P that are not zero.
fn observed(a: &[DMatrix<f64>]) -> Result<Masked, FactorizationError> {
    let weights = sparse(&a[1]);
    let mut entries = weights.clone();
    for (i, j, value) in entries.triplet_iter_mut() {
        *value = a[0][(i, j)];
    }
    Masked::weighted(entries, &weights, a[4][0])
}

#[rustfmt::skip] // a table: one kernel after another
fn masked_kernels() -> Vec<Claim> {
    let value = formula!(|m, p, u, v, l| mf::value([m, p, u, v], &l.as_scalar()));
    let gradient = |variable| Quantity::gradient(value, variable);
    let product = |variable| Quantity::hessian_vector(value, variable, &[("U", "S"), ("V", "T")]);
    let topic = masked::TOPIC;
    let claims = vec![
        topic.kernel("value", Quantity::value(value),
            |a| Ok(number(observed(a)?.value(&a[2], &a[3])?)), value),
        topic.kernel("∇_U", gradient("U"),
            |a| observed(a)?.gradient_u(&a[2], &a[3]), formula!(|m, p, u, v, l| mf::gradient_u([m, p, u, v], &l.as_scalar()))),
        topic.kernel("∇_V", gradient("V"),
            |a| observed(a)?.gradient_v(&a[2], &a[3]), formula!(|m, p, u, v, l| mf::gradient_v([m, p, u, v], &l.as_scalar()))),
        topic.kernel("Hessian-vector product, U", product("U"),
            |a| Ok(observed(a)?.hessian_at(&a[2], &a[3])?.hessian_vector_product(&a[5], &a[6])?.0),
            formula!(|m, p, u, v, l, s, t| mf::hessian_vector_u([m, p, u, v], &l.as_scalar(), [s, t]))),
        topic.kernel("Hessian-vector product, V", product("V"),
            |a| Ok(observed(a)?.hessian_at(&a[2], &a[3])?.hessian_vector_product(&a[5], &a[6])?.1),
            formula!(|m, p, u, v, l, s, t| mf::hessian_vector_v([m, p, u, v], &l.as_scalar(), [s, t]))),
    ];
    fitting(claims, "M", formula!(|m, _p, u, v| mf::residual(m, u, v)))
}

/// The submatrix that the kernel claims select: every other row, and all columns but the first.
fn selected(rows: usize, columns: usize) -> (Vec<usize>, Vec<usize>) {
    ((0..rows).step_by(2).collect(), (1..columns).collect())
}

/// A formula of the submatrix objective with J₁ and J₂ standing for [`selected`], put in after M.
struct Selecting<F>(F);

impl<F: Function> Function for Selecting<F> {
    fn evaluate<N: Number>(&self, arguments: &[Dense<N>]) -> Result<Dense<N>, AlgebraError> {
        let (n, m) = arguments[0].shape();
        let (rows, columns) = selected(n, m);
        let unit = |hit| if hit { N::one() } else { N::zero() };
        let j1 = Dense::from_fn(rows.len(), n, |i, j| unit(rows[i] == j));
        let j2 = Dense::from_fn(m, columns.len(), |i, j| unit(columns[j] == i));
        let whole = [&[arguments[0].clone(), j1, j2], &arguments[1..]].concat();
        self.0.evaluate(&whole)
    }
}

#[rustfmt::skip] // a table: one kernel after another
fn submatrix_kernels() -> Vec<Claim> {
    let topic = Topic {
        group: "½‖J₁(M − UVᵀ)J₂‖² + λ/2(‖U‖² + ‖V‖²)",
        signature: "M: n×m scale 2, U: n×k scale 1, V: m×k scale 1, λ: scalar scale 2",
        directions: "S: n×k scale 1, T: m×k scale 1",
    };
    let value = || Selecting(formula!(|m, j1, j2, u, v, l| sf::value([m, j1, j2, u, v], &l.as_scalar())));
    let directions = [("U", "S"), ("V", "T")];
    let build = |a: &[DMatrix<f64>]| {
        let (rows, columns) = selected(a[0].nrows(), a[0].ncols());
        Submatrix::new(&Data::Dense(a[0].clone()), &rows, &columns, a[3][0])
    };
    let claims = vec![
        topic.kernel("value", Quantity::value(value()), move |a| Ok(number(build(a)?.value(&a[1], &a[2])?)), value()),
        topic.kernel("∇_U", Quantity::gradient(value(), "U"), move |a| Ok(build(a)?.gradient(&a[1], &a[2])?.0),
            Selecting(formula!(|m, j1, j2, u, v, l| sf::gradient_u([m, j1, j2, u, v], &l.as_scalar())))),
        topic.kernel("∇_V", Quantity::gradient(value(), "V"), move |a| Ok(build(a)?.gradient(&a[1], &a[2])?.1),
            Selecting(formula!(|m, j1, j2, u, v, l| sf::gradient_v([m, j1, j2, u, v], &l.as_scalar())))),
        topic.kernel("Hessian-vector product, U", Quantity::hessian_vector(value(), "U", &directions),
            move |a| Ok(build(a)?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[4], &a[5])?.0),
            Selecting(formula!(|m, j1, j2, u, v, l, s, t| sf::hessian_vector_u([m, j1, j2, u, v], &l.as_scalar(), [s, t])))),
        topic.kernel("Hessian-vector product, V", Quantity::hessian_vector(value(), "V", &directions),
            move |a| Ok(build(a)?.hessian_at(&a[1], &a[2])?.hessian_vector_product(&a[4], &a[5])?.1),
            Selecting(formula!(|m, j1, j2, u, v, l, s, t| sf::hessian_vector_v([m, j1, j2, u, v], &l.as_scalar(), [s, t])))),
    ];
    fitting(claims, "M", formula!(|m, u, v| u * v.t() - m))
}

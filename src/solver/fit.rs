//! ½‖X − WH‖² + ½⟨QW, W⟩ at a point, with the two products with X that everything else follows from.
//!
//! With X Hᵀ, XᵀW, HHᵀ and WᵀW at hand, value, both gradients and the KKT residual cost nothing of order nm. The value is
//! ½‖X‖² − ⟨XᵀW, Hᵀ⟩ + ½⟨WᵀW, HHᵀ⟩ + ½⟨QW, W⟩: its absolute error is about ε‖X‖², which shows where the fit is nearly exact.

use faer::Accum;
use nalgebra::DMatrix;

use super::error::SolverError;
use super::factors::Factors;
use super::ridge::Ridge;
use super::run::Measured;
use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, ProductWorkspace, Products, Threads, dot, multiply};

/// One factor's half of the problem: min over Y (rows×k) of ½⟨YG, Y⟩ − ⟨Y, B⟩ + ½⟨QY, Y⟩.
pub(super) struct Model<'a> {
    /// G, k×k.
    pub(super) gram: &'a DMatrix<f64>,
    /// B, rows×k.
    pub(super) target: &'a DMatrix<f64>,
    /// Q.
    pub(super) ridge: &'a Ridge,
    /// Y ≥ 0.
    pub(super) nonnegative: bool,
    pub(super) threads: Threads,
}

impl Model<'_> {
    /// YG − B + QY.
    pub(super) fn gradient(&self, y: &DMatrix<f64>) -> DMatrix<f64> {
        let mut out = -self.target;
        multiply(
            BlockMut::of(&mut out).view(),
            Accum::Add,
            Block::of(y).view(),
            Block::of(self.gram).view(),
            1.0,
        );
        self.ridge.add_image(y, &mut out);
        out
    }

    /// ½⟨YG, Y⟩ − ⟨Y, B⟩ + ½⟨QY, Y⟩ with the gradient at Y: ½⟨Y, gradient − B⟩.
    pub(super) fn value(&self, y: &DMatrix<f64>, gradient: &DMatrix<f64>) -> f64 {
        0.5 * (dot(y.as_slice(), gradient.as_slice()) - dot(y.as_slice(), self.target.as_slice()))
    }

    /// ‖G‖₂ + ‖Q‖₂: the Lipschitz constant of the gradient, or a little more.
    pub(super) fn lipschitz(&self) -> Result<f64, SolverError> {
        let (values, _) = crate::matrix::symmetric_eigen(self.gram)?;
        Ok(values.last().copied().unwrap_or(0.0).max(0.0) + self.ridge.norm())
    }

    /// Puts what is negative to zero, where it has to be.
    pub(super) fn project(&self, y: &mut DMatrix<f64>) {
        if self.nonnegative {
            for entry in y.as_mut_slice() {
                *entry = entry.max(0.0);
            }
        }
    }
}

/// Which factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    W,
    H,
}

/// One factor with what the other half of the problem needs to know of it.
#[derive(Debug, Clone)]
pub(super) struct Half {
    /// W, n×k; or Hᵀ, m×k.
    pub(super) y: DMatrix<f64>,
    /// YᵀY.
    pub(super) gram: DMatrix<f64>,
    /// XᵀW, m×k; or X Hᵀ, n×k.
    pub(super) image: DMatrix<f64>,
}

impl Half {
    /// (1 + β)·self − β·old: the products of the extrapolated factor without a product.
    pub(super) fn extrapolated(&self, old: &Self, beta: f64) -> Self {
        let y = ahead(&self.y, &old.y, beta);
        Self {
            gram: gram(&y),
            image: ahead(&self.image, &old.image, beta),
            y,
        }
    }
}

/// The fit of a pair of factors.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    pub(super) x: &'a Data,
    pub(super) threads: Threads,
    pub(super) nonnegative: bool,
    pub(super) ridge: Ridge,
    pub(super) w: Half,
    pub(super) h: Half,
    /// Products with X so far.
    pub(super) products: f64,
    none: Ridge,
    /// The objective is this times that of the fit.
    scale: f64,
    squared_norm: f64,
    workspace: ProductWorkspace,
}

impl<'a> Fit<'a> {
    pub(super) fn new(
        x: &'a Data,
        (ridge, scale): (Ridge, f64),
        nonnegative: bool,
        factors: &Factors,
        threads: Threads,
    ) -> Self {
        let half = |y: DMatrix<f64>| Half {
            gram: DMatrix::zeros(0, 0),
            image: DMatrix::zeros(0, 0),
            y,
        };
        let mut fit = Self {
            x,
            threads,
            nonnegative,
            ridge,
            w: half(factors.w.clone()),
            h: half(factors.h.transpose()),
            products: 0.0,
            none: Ridge::None,
            scale,
            squared_norm: x.squared_norm(),
            workspace: ProductWorkspace::default(),
        };
        fit.w = fit.half(Side::W, factors.w.clone());
        fit.h = fit.half(Side::H, factors.h.transpose());
        fit
    }

    /// The factor Y on this side, with its Gram matrix and its product with X.
    pub(super) fn half(&mut self, side: Side, y: DMatrix<f64>) -> Half {
        let k = y.ncols();
        let (n, m) = self.x.shape();
        let mut image = match side {
            Side::W => DMatrix::zeros(m, k),
            Side::H => DMatrix::zeros(n, k),
        };
        let request = match side {
            Side::W => Products {
                x_qt: None,
                pt_x: Some((Block::of(&y), BlockMut::of(&mut image).transpose())),
            },
            Side::H => Products {
                x_qt: Some((Block::of(&y).transpose(), BlockMut::of(&mut image))),
                pt_x: None,
            },
        };
        self.x
            .add_products(1.0, &mut [request], self.threads, &mut self.workspace);
        self.products += 1.0;
        Half {
            gram: gram(&y),
            image,
            y,
        }
    }

    /// The half of the problem for the factor on this side, the other one as given.
    pub(super) fn model<'b>(&'b self, side: Side, other: &'b Half) -> Model<'b> {
        Model {
            gram: &other.gram,
            target: &other.image,
            ridge: match side {
                Side::W => &self.ridge,
                Side::H => &self.none,
            },
            nonnegative: self.nonnegative,
            threads: self.threads,
        }
    }

    /// The gradient in the factor of this side.
    pub(super) fn gradient(&self, side: Side) -> DMatrix<f64> {
        match side {
            Side::W => self.model(Side::W, &self.h).gradient(&self.w.y),
            Side::H => self.model(Side::H, &self.w).gradient(&self.h.y),
        }
    }
}

impl Measured for Fit<'_> {
    fn value(&self) -> f64 {
        let (w, h) = (&self.w, &self.h);
        let cross = dot(w.image.as_slice(), h.y.as_slice());
        let square = dot(w.gram.as_slice(), h.gram.as_slice());
        let fit = self.scale * (0.5 * self.squared_norm - cross + 0.5 * square).max(0.0);
        match self.ridge {
            Ridge::None => fit,
            _ => {
                let mut image = DMatrix::zeros(w.y.nrows(), w.y.ncols());
                self.ridge.add_image(&w.y, &mut image);
                fit + self.scale * 0.5 * dot(image.as_slice(), w.y.as_slice())
            }
        }
    }

    fn kkt(&self) -> f64 {
        let gradients = [self.gradient(Side::W), self.gradient(Side::H)];
        let factors = [&self.w.y, &self.h.y];
        kkt_residual([&gradients[0], &gradients[1]], factors, self.nonnegative)
            / positive(self.squared_norm.sqrt())
    }

    fn products(&self) -> f64 {
        self.products
    }

    fn factors(&self) -> Factors {
        Factors {
            w: self.w.y.clone(),
            h: self.h.y.transpose(),
        }
    }
}

/// ‖projected gradient‖/(‖W‖ + ‖H‖): the KKT residual but for the norm of the data.
pub(super) fn kkt_residual(
    gradients: [&DMatrix<f64>; 2],
    factors: [&DMatrix<f64>; 2],
    nonnegative: bool,
) -> f64 {
    let norm = |a: usize| projected_norm(gradients[a], factors[a], nonnegative);
    norm(0).hypot(norm(1)) / positive(factors[0].norm() + factors[1].norm())
}

/// What can be divided by: a scale of zero leaves the gradient as it is.
pub(super) fn positive(scale: f64) -> f64 {
    if scale > 0.0 { scale } else { 1.0 }
}

/// The norm of what of the gradient a step against it could follow: at a zero of a nonnegative factor only its negative part.
pub(super) fn projected_norm(gradient: &DMatrix<f64>, y: &DMatrix<f64>, nonnegative: bool) -> f64 {
    // Several sums at once: one alone would wait for itself.
    const SUMS: usize = 8;
    let floor = if nonnegative { 0.0 } else { f64::NEG_INFINITY };
    let square = |g: f64, y: f64| {
        let g = if y <= floor { g.min(0.0) } else { g };
        g * g
    };
    let (gradient, y) = (gradient.as_slice(), y.as_slice());
    let (whole, rest) = gradient.as_chunks::<SUMS>();
    let (of_whole, of_rest) = y.as_chunks::<SUMS>();
    let mut sums = [0.0; SUMS];
    for (g, y) in whole.iter().zip(of_whole) {
        for ((sum, &g), &y) in sums.iter_mut().zip(g).zip(y) {
            *sum += square(g, y);
        }
    }
    let rest: f64 = rest.iter().zip(of_rest).map(|(&g, &y)| square(g, y)).sum();
    (sums.iter().sum::<f64>() + rest).sqrt()
}

/// new + β(new − old).
pub(super) fn ahead(new: &DMatrix<f64>, old: &DMatrix<f64>, beta: f64) -> DMatrix<f64> {
    let mut out = new.clone();
    for (out, old) in out.as_mut_slice().iter_mut().zip(old.as_slice()) {
        *out += beta * (*out - old);
    }
    out
}

/// YᵀY.
pub(super) fn gram(y: &DMatrix<f64>) -> DMatrix<f64> {
    let mut out = DMatrix::zeros(y.ncols(), y.ncols());
    multiply(
        BlockMut::of(&mut out).view(),
        Accum::Replace,
        Block::of(y).transpose().view(),
        Block::of(y).view(),
        1.0,
    );
    out
}

//! Newton's method on the free entries, by conjugate gradients with the Hessian's products.
//!
//! The system (M_FF + μI) d = −g_F on the entries F that are positive or want to grow is solved no more exactly than the gradient
//! deserves, preconditioned by the k×k blocks of the rows. μ = σ‖g‖/‖(W,H)‖ goes to zero with the gradient, so the tail is quadratic
//! although the Hessian is singular along gauge directions. The step is projected and shortened until f falls. Where the gradient vanishes the smallest
//! eigenvalue decides: at a saddle its direction is followed.
//!
//! # Reference
//! D. P. Bertsekas, SIAM J. Control Optim. 20 (1982) 221–246 (projection); D.-H. Li, M. Fukushima, L. Qi, N. Yamashita, Comput. Optim. Appl. 28
//! (2004) 131–147 (singular Hessians).

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::error::SolverError;
use super::factors::Factors;
use super::fit::projected_norm;
use super::run::{Iteration, Measured};
use super::smooth::{Point, Smooth, inner};
use crate::factorization::{Direction, Part, Workspace};
use crate::matrix::product::{add_multiple, dot};
use crate::spectrum::Spectrum;

/// The k×k diagonal block of one row of W (0) or of Hᵀ (1), at these factors.
pub(super) type Blocks<'a> = Box<dyn Fn(&[DMatrix<f64>; 2]) -> [RowBlocks; 2] + 'a>;
/// λ_min at these factors, along the free entries of nonnegative ones.
pub(super) type Smallest<'a> = Box<dyn Fn(&Factors) -> Result<Spectrum, SolverError> + 'a>;

/// Blocks of the rows of one factor.
pub(super) enum RowBlocks {
    /// The same for all, and what is added to its diagonal in each row.
    Shared(DMatrix<f64>, Option<Vec<f64>>),
    /// One for each.
    Own(Vec<DMatrix<f64>>),
}

impl RowBlocks {
    fn row(&self, row: usize) -> DMatrix<f64> {
        match self {
            Self::Shared(block, None) => block.clone(),
            Self::Shared(block, Some(diagonal)) => {
                let lift =
                    DMatrix::from_diagonal_element(block.nrows(), block.nrows(), diagonal[row]);
                block + lift
            }
            Self::Own(blocks) => blocks[row].clone(),
        }
    }
}

/// Newton's method at a point.
pub(super) struct Newton<'a> {
    smooth: Smooth<'a>,
    blocks: Blocks<'a>,
    smallest: Smallest<'a>,
    /// σ.
    damping: f64,
    workspace: Workspace,
    /// Escapes from saddles so far.
    escapes: usize,
}

/// Most conjugate-gradient steps for one Newton step.
const INNER: usize = 250;
/// A saddle's eigenvalue is at least this share of ‖HHᵀ‖ + ‖WᵀW‖ below zero.
const SADDLE: f64 = 1e-8;
/// Most escapes; each lowers f for good.
const ESCAPES: usize = 100;
const HALVINGS: usize = 50;

impl<'a> Newton<'a> {
    pub(super) fn new(smooth: Smooth<'a>, blocks: Blocks<'a>, smallest: Smallest<'a>) -> Self {
        Self {
            smooth,
            blocks,
            smallest,
            damping: 1e-2,
            workspace: Workspace::default(),
            escapes: 0,
        }
    }

    /// Whether an entry may move: it is positive, or the gradient would have it grow.
    fn free(&self) -> Vec<bool> {
        let Point {
            factors, gradients, ..
        } = &self.smooth.at;
        let both = factors.iter().zip(gradients);
        both.flat_map(|(factor, gradient)| {
            factor
                .iter()
                .zip(gradient.iter())
                .map(|(&y, &g)| !self.smooth.nonnegative || y > 0.0 || g < 0.0)
        })
        .collect()
    }

    /// d of (M_FF + μI) d = −g_F; zero elsewhere. Also whether negative curvature was met.
    fn direction(&mut self, free: &[bool], mu: f64) -> Result<(Vec<f64>, bool), SolverError> {
        let point = &self.smooth.at;
        let split = point.factors[0].len();
        let preconditioner = Preconditioner::new(
            &(self.blocks)(&point.factors),
            point,
            self.smooth.transposed,
            free,
            mu,
        );
        let hessian = self
            .smooth
            .objective
            .hessian(&point.factors[0], &point.factors[1])?;
        let masked = |v: &mut [f64]| {
            v.iter_mut().zip(free).for_each(|(v, &free)| {
                if !free {
                    *v = 0.0
                }
            })
        };
        let mut residual: Vec<f64> = point
            .gradients
            .iter()
            .flat_map(|g| g.iter().map(|&g| -g))
            .collect();
        masked(&mut residual);
        let size = dot(&residual, &residual).sqrt();
        let relative = self.smooth.kkt();
        let goal = size * relative.sqrt().min(0.1);
        let mut d = vec![0.0; residual.len()];
        let mut z = preconditioner.solve(&residual);
        let mut p = z.clone();
        let mut rho = dot(&residual, &z);
        let mut image = vec![0.0; residual.len()];
        for inner in 0..INNER {
            let (of_p, of_q) = p.split_at(split);
            let (out_p, out_q) = image.split_at_mut(split);
            let mut one = [Direction {
                p: of_p,
                q: of_q,
                out_p,
                out_q,
            }];
            hessian.apply_to_each(Part::Whole, &mut one, &mut self.workspace)?;
            self.smooth.products += 2.0;
            masked(&mut image);
            add_multiple(&mut image, mu, &p);
            let curvature = dot(&p, &image);
            if curvature <= 1e-14 * dot(&p, &p) * mu.max(f64::MIN_POSITIVE) {
                return Ok((if inner == 0 { p } else { d }, true));
            }
            let alpha = rho / curvature;
            add_multiple(&mut d, alpha, &p);
            add_multiple(&mut residual, -alpha, &image);
            if dot(&residual, &residual).sqrt() <= goal {
                break;
            }
            z = preconditioner.solve(&residual);
            let next = dot(&residual, &z);
            let beta = next / rho;
            rho = next;
            for (p, z) in p.iter_mut().zip(&z) {
                *p = z + beta * *p;
            }
        }
        Ok((d, false))
    }

    /// As matrices, with the sign of a gradient: a step against it goes along d.
    fn against(&self, d: &[f64]) -> [DMatrix<f64>; 2] {
        let [first, second] = &self.smooth.at.factors;
        let (p, q) = d.split_at(first.len());
        [
            -DMatrix::from_column_slice(first.nrows(), first.ncols(), p),
            -DMatrix::from_column_slice(second.nrows(), second.ncols(), q),
        ]
    }

    fn projected_gradient(&self, point: &Point) -> f64 {
        let norm = |a: usize| {
            projected_norm(
                &point.gradients[a],
                &point.factors[a],
                self.smooth.nonnegative,
            )
        };
        norm(0).hypot(norm(1))
    }

    /// The longest of the halved steps against `direction` that lowers f (or, where f cannot tell, the gradient).
    fn search(&mut self, direction: &[DMatrix<f64>; 2]) -> Result<Option<f64>, SolverError> {
        let here = self.smooth.at.clone();
        let before = self.projected_gradient(&here);
        let noise = 1e-13 * here.value.abs();
        let mut alpha = 1.0;
        for _ in 0..HALVINGS {
            let moved = self.smooth.stepped(&here.factors, alpha, direction);
            let change = [&moved[0] - &here.factors[0], &moved[1] - &here.factors[1]];
            let promised = inner(&here.gradients, &change);
            let point = self.smooth.point(moved)?;
            let falls = promised < 0.0
                && point.value <= here.value + 1e-4 * promised
                && point.value < here.value;
            let settles = point.value <= here.value + noise
                && self.projected_gradient(&point) <= 0.9 * before;
            if falls || settles {
                self.smooth.at = point;
                return Ok(Some(alpha));
            }
            alpha *= 0.5;
        }
        Ok(None)
    }

    /// Follows the eigenvector of a negative eigenvalue, in whichever direction f falls; false at a minimum.
    fn escape(&mut self) -> Result<bool, SolverError> {
        if self.escapes >= ESCAPES {
            return Ok(false);
        }
        let factors = self.smooth.factors();
        if factors
            .w
            .iter()
            .chain(factors.h.iter())
            .all(|&entry| entry <= 0.0)
            && self.smooth.nonnegative
        {
            return Ok(false);
        }
        let spectrum = (self.smallest)(&factors)?;
        let pair = spectrum.extreme();
        let [first, second] = &self.smooth.at.factors;
        let size = first.norm_squared() + second.norm_squared();
        let floor = if size > 0.0 {
            SADDLE * self.smooth.scale * size
        } else {
            0.0
        };
        if pair.value >= -floor.max(spectrum.zero_within()) {
            return Ok(false);
        }
        let (p, q) = &pair.direction;
        let q = if self.smooth.transposed {
            q.transpose()
        } else {
            q.clone()
        };
        // The spectrum speaks of (W, H) or (U, V) as its objective does.
        let q = if q.shape() == second.shape() {
            q
        } else {
            q.transpose()
        };
        let here = self.smooth.at.clone();
        let mut best: Option<Point> = None;
        for sign in [-1.0, 1.0] {
            let mut length = size.sqrt().max((-pair.value).sqrt());
            for _ in 0..HALVINGS {
                let moved =
                    self.smooth
                        .stepped(&here.factors, sign * length, &[p.clone(), q.clone()]);
                let point = self.smooth.point(moved)?;
                if point.value < here.value + 0.1 * length * length * pair.value {
                    if best.as_ref().is_none_or(|best| point.value < best.value) {
                        best = Some(point);
                    }
                    break;
                }
                length *= 0.5;
            }
        }
        match best {
            Some(point) => {
                self.smooth.at = point;
                self.escapes += 1;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

impl Iteration for Newton<'_> {
    fn advance(&mut self) -> Result<Option<f64>, SolverError> {
        let free = self.free();
        let point = &self.smooth.at;
        let size = point.factors[0].norm().hypot(point.factors[1].norm());
        let gradient = self.projected_gradient(point);
        let mu = if size > 0.0 {
            self.damping * gradient / size
        } else {
            self.damping * gradient
        };
        let (d, curved) = self.direction(&free, mu)?;
        let against = self.against(&d);
        let step = self.search(&against)?;
        self.damping = match step {
            Some(alpha) if alpha >= 1.0 && !curved => (self.damping / 4.0).max(1e-8),
            Some(alpha) if alpha >= 0.25 && !curved => self.damping,
            _ => (4.0 * self.damping).min(1e8),
        };
        if step.is_some() {
            return Ok(step);
        }
        // The projected gradient always descends, if anything does.
        let gradients = self.smooth.at.gradients.clone();
        let lipschitz = self
            .smooth
            .objective
            .lipschitz(&self.smooth.at.factors[0], &self.smooth.at.factors[1])?;
        let length = 1.0 / lipschitz.first.max(lipschitz.second).max(f64::MIN_POSITIVE);
        self.search(&gradients.map(|g| g * length))
    }

    fn at(&self) -> &dyn Measured {
        &self.smooth
    }

    fn goes_on(&mut self) -> Result<bool, SolverError> {
        self.escape()
    }
}

/// Where the free entries of a row stand, and its block there, decomposed.
type Row = (Vec<usize>, Option<Cholesky<f64, Dyn>>);

/// The blocks of the rows on their free entries, shifted and decomposed.
struct Preconditioner {
    rows: Vec<Row>,
}

impl Preconditioner {
    fn new(
        blocks: &[RowBlocks; 2],
        point: &Point,
        transposed: bool,
        free: &[bool],
        mu: f64,
    ) -> Self {
        let [first, second] = &point.factors;
        let (n, k) = first.shape();
        let m = if transposed {
            second.nrows()
        } else {
            second.ncols()
        };
        let mut rows = Vec::with_capacity(n + m);
        for (side, count) in [(0, n), (1, m)] {
            for row in 0..count {
                let place = |r: usize| match (side, transposed) {
                    (0, _) => r * n + row,
                    (_, true) => n * k + r * m + row,
                    (_, false) => n * k + row * k + r,
                };
                let kept: Vec<usize> = (0..k).filter(|&r| free[place(r)]).collect();
                if kept.is_empty() {
                    continue;
                }
                let mut block = blocks[side]
                    .row(row)
                    .select_rows(&kept)
                    .select_columns(&kept);
                let lift = mu + 1e-10 * block.trace();
                for i in 0..kept.len() {
                    block[(i, i)] += lift;
                }
                rows.push((
                    kept.iter().map(|&r| place(r)).collect(),
                    Cholesky::new(block),
                ));
            }
        }
        Self { rows }
    }

    fn solve(&self, r: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; r.len()];
        for (places, cholesky) in &self.rows {
            let mut entries =
                DVector::from_iterator(places.len(), places.iter().map(|&place| r[place]));
            if let Some(cholesky) = cholesky {
                cholesky.solve_mut(&mut entries);
            }
            for (&place, entry) in places.iter().zip(entries.iter()) {
                out[place] = *entry;
            }
        }
        out
    }
}

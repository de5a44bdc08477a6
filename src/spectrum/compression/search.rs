//! The search itself: seeds, the small problem, extension by what its solution lacks, and a second start.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::bases::Bases;
use super::compressed::Compressed;
use crate::matrix::{NotFinite, symmetric_eigen};
use crate::spectrum::davidson::{Search, davidson};
use crate::spectrum::inertia::formed;
use crate::spectrum::operator::Symmetric;
use crate::spectrum::options::{Options, Progress, Stopped};
use crate::spectrum::orthonormal::{norm, orthonormalized, times};
use crate::spectrum::whole::decomposed;

/// Most columns that one Ritz vector adds to each side in a step: a pass over a dense X costs little more for a few
/// columns than for one. Between 1 and 8 the number of products differs by a tenth only.
const WIDTH: usize = 6;
/// A direction that matters less than this beside the leading one waits for the next step.
const SIGNIFICANT: f64 = 0.15;
/// Random vectors on each side (or as many as eigenvalues are wanted, since all may be equal), and passes over X that build Krylov spaces on them, before the first solution.
const SEEDS: usize = 2;
const SEED_PASSES: usize = 6;
/// The same for the second start after convergence.
const PROBE_PASSES: usize = 3;
/// With less room than this the seeds alone would fill the bases.
const LEAST_ROOM: usize = 12;

/// What the search ends with.
pub(in crate::spectrum) struct Outcome<'a> {
    pub(in crate::spectrum) bases: Bases<'a>,
    /// The wanted eigenvalues of the compressed Hessian, and their directions.
    pub(in crate::spectrum) values: Vec<f64>,
    pub(in crate::spectrum) directions: Vec<(DMatrix<f64>, DMatrix<f64>)>,
    /// The same as coefficients in the bases, one column each.
    pub(super) coefficients: DMatrix<f64>,
    pub(in crate::spectrum) stopped: Stopped,
    /// Whether a second start, from other random vectors, found nothing below; or the bases hold everything.
    pub(in crate::spectrum) second_start: bool,
    /// Multiplications of X by a vector before the first solution.
    pub(in crate::spectrum) setup: usize,
    /// Floor below which a residual is rounding.
    pub(in crate::spectrum) floor: f64,
    pub(in crate::spectrum) history: Vec<Progress>,
}

/// The wanted end of the spectrum.
pub(in crate::spectrum) fn compression_search<'a>(
    bases: Bases<'a>,
    options: &Options,
    report: &mut dyn FnMut(&Progress),
) -> Result<Outcome<'a>, NotFinite> {
    let mut run = Run::new(bases, options, report);
    run.seed(SEED_PASSES);
    let setup = run.bases.residual.multiplications;
    let mut stopped = run.converge()?;
    let mut second_start = false;
    while stopped == Stopped::Converged {
        let before = run.solution.values.clone();
        run.start_again();
        stopped = run.converge()?;
        // A new eigenvalue pushes the others back, and only one of those between equal ones need show it.
        let mut pairs = run.solution.values.iter().zip(&before);
        if pairs.all(|(after, before)| *after >= before - run.tolerance(*before)) {
            second_start = stopped == Stopped::Converged;
            break;
        }
    }
    Ok(run.finish(stopped, second_start, setup))
}

/// A solution of the compressed problem.
struct Solution {
    /// ±eigenvalues, ascending.
    values: Vec<f64>,
    /// Its Ritz vectors, the wanted ones first.
    vectors: DMatrix<f64>,
    /// ‖Mv − θv‖ for the whole Hessian.
    residuals: Vec<f64>,
    /// What leaves the bases, turned; for each wanted pair.
    beyond: Vec<(Vec<f64>, Vec<f64>)>,
}

struct Run<'a, 'b> {
    bases: Bases<'a>,
    options: &'b Options,
    report: &'b mut dyn FnMut(&Progress),
    random: ChaCha8Rng,
    solution: Solution,
    /// Sizes of the bases that the solution belongs to.
    sizes: (usize, usize),
    history: Vec<Progress>,
    floor: f64,
    /// Start the next small problem from random vectors too.
    fresh: bool,
}

impl<'a, 'b> Run<'a, 'b> {
    fn new(bases: Bases<'a>, options: &'b Options, report: &'b mut dyn FnMut(&Progress)) -> Self {
        let sizes = bases.sizes();
        Self {
            bases,
            options,
            report,
            random: ChaCha8Rng::seed_from_u64(options.seed),
            solution: Solution {
                values: Vec::new(),
                vectors: DMatrix::zeros(0, 0),
                residuals: Vec::new(),
                beyond: Vec::new(),
            },
            sizes,
            history: Vec::new(),
            floor: 0.0,
            fresh: true,
        }
    }

    fn k(&self) -> usize {
        self.bases.k()
    }

    /// Random vectors on each side: a Krylov space of one sees one of several equal eigenvalues.
    fn seeds(&self) -> usize {
        SEEDS.max(self.options.count)
    }

    fn products(&self) -> f64 {
        products(self.bases.residual.multiplications, self.k())
    }

    /// What a residual may be at an eigenvalue of this size.
    fn tolerance(&self, value: f64) -> f64 {
        (self.options.tolerance * value.abs()).max(self.floor)
    }

    /// Puts random vectors into both bases and builds Krylov spaces on them; where a side is short, all of it.
    fn seed(&mut self, passes: usize) {
        let (n, m, k) = (self.bases.n(), self.bases.m(), self.k());
        let (s, t) = self.bases.sizes();
        // A short side is soon known for good: its images tell those of the other side, so that half the work is saved.
        let price = (4 * k).max(4 * self.seeds() * passes);
        let whole = |length: usize, size: usize| length - size <= price;
        if whole(m, t) && m <= n {
            self.bases.extend(Vec::new(), identity(m));
            let images = self.bases.beyond_left.clone();
            self.bases.extend(images, Vec::new());
        } else if whole(n, s) {
            self.bases.extend(identity(n), Vec::new());
            let images = self.bases.beyond_right.clone();
            self.bases.extend(Vec::new(), images);
        } else {
            let random = self.random_sides(self.seeds());
            self.grow(random, passes);
        }
        // Directions outside of everything: there the Hessian is HHᵀ⊗I or I⊗WᵀW alone, as often as there are such.
        let (left, right) = self.random_sides(self.options.count);
        self.bases.extend(left, right);
    }

    /// A second start: other random vectors in both bases, as far as these have room, and in the small problem.
    fn start_again(&mut self) {
        self.make_room();
        let (s, t) = self.bases.sizes();
        if s < self.bases.n() && t < self.bases.m() {
            let random = self.random_sides(self.seeds());
            self.grow(random, PROBE_PASSES);
        }
        self.fresh = true;
    }

    /// So many random columns for either side.
    fn random_sides(&mut self, count: usize) -> (Vec<f64>, Vec<f64>) {
        let mut columns = |length: usize| {
            (0..length * count)
                .map(|_| self.random.random::<f64>() - 0.5)
                .collect()
        };
        let (n, m) = (self.bases.n(), self.bases.m());
        (columns(n), columns(m))
    }

    /// Extends the bases by these columns, then by the images of what was gained, for so many passes over X.
    fn grow(&mut self, (mut left, mut right): (Vec<f64>, Vec<f64>), passes: usize) {
        let (n, m) = (self.bases.n(), self.bases.m());
        let last = |columns: &[f64], length: usize, count: usize| {
            columns[columns.len() - length * count..].to_vec()
        };
        for _ in 0..passes {
            let (rows, cols) = self.bases.extend(left, right);
            if (rows, cols) == (0, 0) {
                break;
            }
            left = last(&self.bases.beyond_left, n, cols);
            right = last(&self.bases.beyond_right, m, rows);
        }
    }

    /// Solves and extends until every wanted pair has converged, or something ends it.
    fn converge(&mut self) -> Result<Stopped, NotFinite> {
        let mut idle = 0;
        loop {
            self.solve(idle)?;
            let open: Vec<usize> = (0..self.solution.values.len())
                .filter(|&i| self.solution.residuals[i] > self.tolerance(self.solution.values[i]))
                .collect();
            self.record();
            if open.is_empty() {
                return Ok(Stopped::Converged);
            }
            if self.products() >= self.options.max_products {
                return Ok(Stopped::Budget);
            }
            let (left, right) = self.wanted_directions(&open)?;
            self.make_room();
            if self.bases.extend(left, right) == (0, 0) {
                idle += 1;
                if idle > 3 {
                    return Ok(Stopped::Stagnated);
                }
            } else {
                idle = 0;
            }
        }
    }

    /// The small problem, from its last solution; `effort` tightens it where the bases have nothing more to give.
    fn solve(&mut self, effort: usize) -> Result<(), NotFinite> {
        let mut compressed = Compressed::new(&self.bases);
        let order = compressed.order();
        self.floor = 4.0 * f64::EPSILON * compressed.scale();
        let mut start = self.padded();
        if self.fresh {
            let random = DMatrix::from_fn(order, 2, |_, _| self.random.random::<f64>() - 0.5);
            start = joined(&start, &random);
        }
        let last = self.solution.residuals.iter().copied().fold(0.0, f64::max);
        let looser = if effort > 0 { 0.0 } else { 0.05 * last };
        let search = Search {
            which: self.options.which,
            count: self.options.count,
            relative: if last > 0.0 {
                0.1 * self.options.tolerance
            } else {
                1e-3
            },
            absolute: looser.max(0.5 * self.floor),
            budget: 20_000,
            basis: 20 + 2 * self.options.count,
            probes: usize::from(self.fresh),
            seed: self.random.random(),
        };
        let found = if order <= self.options.whole {
            decomposed(&formed(&mut compressed), search.which, search.count)?
        } else {
            davidson(&mut compressed, &start, &search)?
        };
        let sign = self.options.which.sign();
        let (mut residuals, mut beyond) = (Vec::new(), Vec::new());
        for (index, inner) in found.residuals.iter().enumerate() {
            let (c, d) = compressed.split(found.vectors.column(index).clone_owned().as_slice());
            let (p, q) = self.bases.beyond(&c, &d);
            residuals.push(norm(&p).hypot(norm(&q)).hypot(*inner));
            beyond.push((p, q));
        }
        self.sizes = self.bases.sizes();
        self.fresh = false;
        self.solution = Solution {
            values: found.values.iter().map(|value| sign * value).collect(),
            vectors: found.vectors,
            residuals,
            beyond,
        };
        Ok(())
    }

    /// The last Ritz vectors in the bases of now.
    fn padded(&self) -> DMatrix<f64> {
        let (k, (s, t), (old_s, old_t)) = (self.k(), self.bases.sizes(), self.sizes);
        let vectors = &self.solution.vectors;
        let mut out = DMatrix::zeros(k * (s + t), vectors.ncols());
        if vectors.ncols() > 0 {
            out.rows_mut(0, k * old_s)
                .copy_from(&vectors.rows(0, k * old_s));
            out.rows_mut(k * s, k * old_t)
                .copy_from(&vectors.rows(k * old_s, k * old_t));
        }
        out
    }

    /// The leading directions of what the open pairs lack, each column weighted as the Hessian alone would divide it.
    fn wanted_directions(&self, open: &[usize]) -> Result<(Vec<f64>, Vec<f64>), NotFinite> {
        const PAIRS: usize = 3;
        let (n, m) = (self.bases.n(), self.bases.m());
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for &index in open.iter().take(PAIRS) {
            let value = self.solution.values[index] * self.options.which.sign();
            let (p, q) = &self.solution.beyond[index];
            let first = Weighted::new(p, n, &self.bases.second.squares(), value)?;
            let second = Weighted::new(q, m, &self.bases.first.squares(), value)?;
            let leading = first.largest().max(second.largest());
            left.extend(first.leading(SIGNIFICANT * leading));
            right.extend(second.leading(SIGNIFICANT * leading));
        }
        Ok((left, right))
    }

    /// Shrinks bases that have grown too large to the factors and the Ritz vectors.
    fn make_room(&mut self) {
        let (k, (s, t)) = (self.k(), self.bases.sizes());
        let room = self.options.room.max(LEAST_ROOM);
        let most = (2 + self.options.count) * k + room;
        let grows = |size: usize, length: usize| size > most && size < length;
        if !(grows(s, self.bases.n()) || grows(t, self.bases.m())) {
            return;
        }
        let (old_s, old_t) = self.sizes;
        let columns = self.solution.vectors.ncols();
        let keep = k * self.options.count + room / 3;
        let gather = |size: usize, old: usize, rank: usize, offset: usize| {
            // The factor first, then the Ritz vectors, the wanted ones first.
            let mut kept = orthonormalized(&[], unit_columns(size, rank), size);
            let parts: Vec<f64> = (0..columns)
                .flat_map(|column| {
                    let vector = self.solution.vectors.column(column);
                    let part = DMatrix::from_fn(size, k, |i, j| {
                        if i < old {
                            vector[offset + i * k + j]
                        } else {
                            0.0
                        }
                    });
                    part.as_slice().to_vec()
                })
                .collect();
            let mut more = orthonormalized(&kept, parts, size);
            more.truncate(keep * size);
            kept.extend(more);
            let count = kept.len() / size;
            DMatrix::from_vec(size, count, kept)
        };
        let left = gather(s, old_s, self.bases.first.rank, 0);
        let right = gather(t, old_t, self.bases.second.rank, k * old_s);
        let vectors: Vec<f64> = (0..columns)
            .flat_map(|column| {
                let vector = self.solution.vectors.column(column).clone_owned();
                let (c, d) = vector.as_slice().split_at(k * old_s);
                let mut out = times(c, k, &left.rows(0, old_s).clone_owned());
                out.extend(times(d, k, &right.rows(0, old_t).clone_owned()));
                out
            })
            .collect();
        self.sizes = (left.ncols(), right.ncols());
        self.solution.vectors =
            DMatrix::from_vec(k * (left.ncols() + right.ncols()), columns, vectors);
        self.bases.shrink(&left, &right);
    }

    fn record(&mut self) {
        let sign = self.options.which.sign();
        let worst = (0..self.solution.values.len()).max_by(|&a, &b| {
            let ratio = |i: usize| {
                self.solution.residuals[i]
                    / self
                        .tolerance(self.solution.values[i])
                        .max(f64::MIN_POSITIVE)
            };
            ratio(a).total_cmp(&ratio(b))
        });
        let Some(worst) = worst else { return };
        let progress = Progress {
            products: self.products(),
            eigenvalue: sign * self.solution.values[worst],
            residual: self.solution.residuals[worst],
        };
        (self.report)(&progress);
        self.history.push(progress);
    }

    fn finish(self, stopped: Stopped, second_start: bool, setup: usize) -> Outcome<'a> {
        let sign = self.options.which.sign();
        let compressed = Compressed::new(&self.bases);
        let directions = (0..self.solution.values.len())
            .map(|index| {
                let vector = self.solution.vectors.column(index).clone_owned();
                let (c, d) = compressed.split(vector.as_slice());
                self.bases.direction(&c, &d)
            })
            .collect();
        Outcome {
            values: self
                .solution
                .values
                .iter()
                .map(|value| sign * value)
                .collect(),
            directions,
            coefficients: self
                .solution
                .vectors
                .columns(0, self.solution.values.len())
                .clone_owned(),
            stopped,
            second_start,
            setup,
            floor: self.floor,
            history: self.history,
            bases: self.bases,
        }
    }
}

/// Full Hessian products that so many multiplications of X or Xᵀ by a vector amount to.
#[expect(clippy::cast_precision_loss, reason = "counts are small beside 2⁵²")]
pub(in crate::spectrum) fn products(multiplications: usize, k: usize) -> f64 {
    multiplications as f64 / (2 * k) as f64
}

/// Columns of what leaves a basis, each divided by what the Hessian alone would divide it by, and their Gram matrix.
struct Weighted {
    columns: Vec<f64>,
    length: usize,
    /// Eigenvalues of the Gram matrix, ascending, and vectors.
    values: Vec<f64>,
    vectors: DMatrix<f64>,
}

impl Weighted {
    fn new(turned: &[f64], length: usize, squares: &[f64], value: f64) -> Result<Self, NotFinite> {
        let largest = squares.first().copied().unwrap_or(0.0).max(value.abs());
        let guard = (1e-9 * largest).max(f64::MIN_POSITIVE);
        let mut columns = turned.to_vec();
        for (column, square) in columns.chunks_exact_mut(length).zip(squares) {
            let divisor = (square - value).abs().max(guard);
            column.iter_mut().for_each(|entry| *entry /= divisor);
        }
        let k = squares.len();
        let block = DMatrix::from_column_slice(length, k, &columns);
        let (values, vectors) = symmetric_eigen(&block.tr_mul(&block))?;
        Ok(Self {
            columns,
            length,
            values,
            vectors,
        })
    }

    fn largest(&self) -> f64 {
        self.values.last().copied().unwrap_or(0.0).max(0.0).sqrt()
    }

    /// The left singular directions whose value is at least this, at most [`WIDTH`].
    fn leading(&self, least: f64) -> Vec<f64> {
        let count = self
            .values
            .iter()
            .rev()
            .take(WIDTH)
            .filter(|value| **value > 0.0 && value.sqrt() >= least)
            .count();
        let first = self.values.len() - count;
        times(
            &self.columns,
            self.length,
            &self.vectors.columns(first, count).clone_owned(),
        )
    }
}

fn identity(order: usize) -> Vec<f64> {
    unit_columns(order, order)
}

/// The first `count` columns of the identity.
fn unit_columns(length: usize, count: usize) -> Vec<f64> {
    let mut out = vec![0.0; length * count];
    for i in 0..count {
        out[i * length + i] = 1.0;
    }
    out
}

fn joined(left: &DMatrix<f64>, right: &DMatrix<f64>) -> DMatrix<f64> {
    let mut out = DMatrix::zeros(right.nrows(), left.ncols() + right.ncols());
    out.columns_mut(0, left.ncols()).copy_from(left);
    out.columns_mut(left.ncols(), right.ncols())
        .copy_from(right);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Data;
    use crate::matrix::product::Threads;
    use crate::matrix::product::random::uniform;
    use crate::spectrum::compression::Residual;

    /// Bases that have to shrink again and again end with the same eigenvalue and directions, only later.
    #[test]
    fn small_bases_find_the_same() {
        let (n, m, k) = (160, 140, 3);
        let x = Data::Dense(uniform(n, m, 1));
        let (w, h) = (uniform(n, k, 2) * 0.2, uniform(k, m, 3) * 0.2);
        let search = |room: usize| {
            let options = Options {
                room,
                ..Options::default()
            };
            let residual = Residual::new(&x, &w, &h, Threads::ONE);
            let bases = Bases::new(residual, None).unwrap();
            compression_search(bases, &options, &mut |_| {}).unwrap()
        };
        let (wide, narrow) = (search(500), search(12));
        assert!(narrow.stopped == Stopped::Converged && wide.stopped == Stopped::Converged);
        assert!((narrow.values[0] / wide.values[0] - 1.0).abs() < 1e-12);
        let (p, q) = &narrow.directions[0];
        let (of_p, of_q) = &wide.directions[0];
        assert!((p.dot(of_p) + q.dot(of_q)).abs() > 1.0 - 1e-12);
        // They did shrink: the narrow ones are small, and have paid for it with products.
        let columns = |outcome: &Outcome<'_>| outcome.bases.sizes().0;
        assert!(columns(&narrow) < columns(&wide) && columns(&narrow) <= 3 * k + 12 + 2 * WIDTH);
        let paid = |outcome: &Outcome<'_>| outcome.bases.residual.multiplications;
        assert!(
            paid(&narrow) > paid(&wide),
            "{} {}",
            paid(&narrow),
            paid(&wide)
        );
    }
}

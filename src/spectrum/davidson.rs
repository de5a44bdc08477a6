//! The smallest or largest eigenvalues of any symmetric operator: Davidson's method with thick restart.
//!
//! A short orthonormal basis V is kept with its image MV. The eigenvalues of VᵀMV (Ritz values) bound those of M from the
//! side of the middle; the residual of the wanted Ritz vector, preconditioned and made orthogonal to it in the metric of the
//! preconditioner (Olsen's correction), is the next basis vector. When the basis is full it shrinks to the Ritz vectors
//! that are worth most, and the previous Ritz vector of the one in work.
//!
//! A search that started orthogonal to an eigenvector would never see it. So after convergence random directions are put into the
//! basis, and the Ritz value behind the wanted ones has to settle to a few digits without coming below them; if it does, the
//! search goes on.
//!
//! # Reference
//! E. R. Davidson, J. Comput. Phys. 17 (1975) 87–94; J. Olsen, P. Jørgensen, J. Simons, Chem. Phys. Lett. 169 (1990)
//! 463–472; A. Stathopoulos, Y. Saad, Electron. Trans. Numer. Anal. 7 (1998) 163–181 (restarts).

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::operator::Symmetric;
use super::orthonormal::{norm, orthonormalized, times};
use crate::matrix::product::{add_multiple, dot};
use crate::matrix::{NotFinite, symmetric_eigen};

/// Which end of the spectrum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The smallest eigenvalues, ascending.
    Smallest,
    /// The largest eigenvalues, descending.
    Largest,
}

impl Which {
    /// +1 or −1: the factor that turns the search into one for the smallest eigenvalue.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Smallest => 1.0,
            Self::Largest => -1.0,
        }
    }
}

/// How to look for eigenvalues of a general operator; see [`davidson`].
#[derive(Debug, Clone)]
pub struct Search {
    /// Which end.
    pub which: Which,
    /// How many.
    pub count: usize,
    /// A pair has converged when ‖Mv − θv‖ ≤ `relative`·|θ| …
    pub relative: f64,
    /// … or when ‖Mv − θv‖ ≤ `absolute`.
    pub absolute: f64,
    /// Most products.
    pub budget: usize,
    /// Most basis vectors; at least `count` + 4.
    pub basis: usize,
    /// Random directions that are tried after convergence; 0 leaves the search for missed eigenvalues out.
    pub probes: usize,
    /// Seed of the random directions.
    pub seed: u64,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            which: Which::Smallest,
            count: 1,
            relative: 1e-8,
            absolute: 0.0,
            budget: 10_000,
            basis: 24,
            probes: 2,
            seed: 2026,
        }
    }
}

/// Ritz vectors that are shown beyond the wanted ones.
pub(super) const MORE: usize = 5;

/// What [`davidson`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Ritz values, the wanted end first.
    pub values: Vec<f64>,
    /// Their vectors, orthonormal columns; a few more than were asked for where the basis has them.
    pub vectors: DMatrix<f64>,
    /// ‖Mv − θv‖ of the wanted ones, from the stored images.
    pub residuals: Vec<f64>,
    /// Products with M.
    pub products: usize,
    /// Whether every wanted pair has converged.
    pub converged: bool,
}

/// The wanted end of the spectrum of `operator`, from the given start vectors (columns, any number, completed at random).
///
/// Never forms M. Memory: two arrays of `basis` vectors. Each step costs one product, one application of the
/// preconditioner, and O(order·basis) flops.
///
/// # Errors
/// [`NotFinite`] if a product has an entry that is infinite or not a number.
///
/// ```
/// use matproof::spectrum::{Search, davidson};
/// use nalgebra::{DMatrix, dmatrix};
/// let mut m = dmatrix![2., 1., 0.; 1., 2., 0.; 0., 0., 7.];
/// let found = davidson(&mut m, &DMatrix::zeros(3, 0), &Search::default())?;
/// assert!(found.converged && (found.values[0] - 1.0).abs() < 1e-12);
/// # Ok::<(), matproof::matrix::NotFinite>(())
/// ```
pub fn davidson(
    operator: &mut impl Symmetric,
    start: &DMatrix<f64>,
    search: &Search,
) -> Result<Found, NotFinite> {
    davidson_observed(operator, start, search, &mut |_, _, _| {})
}

/// [`davidson`], telling `observe` after every step the products, the Ritz value and its residual.
///
/// # Errors
/// As [`davidson`].
///
/// ```
/// use matproof::spectrum::{Search, davidson_observed};
/// use nalgebra::{DMatrix, dmatrix};
/// let mut m = dmatrix![2., 1., 0.; 1., 2., 0.; 0., 0., 7.];
/// let mut values = Vec::new();
/// davidson_observed(&mut m, &DMatrix::zeros(3, 0), &Search::default(), &mut |_, value, _| values.push(value))?;
/// assert!((values[values.len() - 1] - 1.0).abs() < 1e-12);
/// # Ok::<(), matproof::matrix::NotFinite>(())
/// ```
pub fn davidson_observed(
    operator: &mut impl Symmetric,
    start: &DMatrix<f64>,
    search: &Search,
    observe: &mut dyn FnMut(usize, f64, f64),
) -> Result<Found, NotFinite> {
    davidson_beside(operator, None, start, search, observe)
}

/// A subspace whose image under M costs no product, known by coefficients of an orthonormal basis Z of it.
pub(super) trait Held {
    /// What it consists of.
    fn name(&self) -> &'static str;
    /// Its dimension.
    fn size(&self) -> usize;
    /// Zᵀx.
    fn project(&self, x: &[f64]) -> Vec<f64>;
    /// `out += factor · Z c`.
    fn add(&self, factor: f64, c: &[f64], out: &mut [f64]);
    /// `out += factor · M Z c`.
    fn add_image(&self, factor: f64, c: &[f64], out: &mut [f64]);
    /// ZᵀMZ.
    fn form(&self) -> DMatrix<f64>;
}

/// [`davidson`] over a held subspace and the stored basis together; `observe` is told products, Ritz value and residual.
pub(super) fn davidson_beside(
    operator: &mut impl Symmetric,
    held: Option<&dyn Held>,
    start: &DMatrix<f64>,
    search: &Search,
    observe: &mut dyn FnMut(usize, f64, f64),
) -> Result<Found, NotFinite> {
    let mut state = State::new(operator, held, search, observe);
    state.begin(start)?;
    let mut probed = state.converge(search.count)?;
    while probed && state.has_room() && state.probes < search.probes {
        let wanted = search.count.min(state.values.len());
        let before = state.values[..wanted].to_vec();
        state.probe()?;
        // A new eigenvalue pushes the others back, and only one of those between equal ones need show it.
        let fell = |(after, before): (&f64, &f64)| {
            *after < before - search.relative * before.abs() - search.absolute
        };
        if state.values.iter().zip(&before).any(fell) {
            state.probes = 0;
        }
        probed = state.converge(search.count)?;
    }
    Ok(state.finish(probed))
}

/// Steps without halving a residual, after which rounding is taken to be all that is left of it.
const PATIENCE: usize = 1000;

struct State<'a, O> {
    operator: &'a mut O,
    held: Option<&'a dyn Held>,
    observe: &'a mut dyn FnMut(usize, f64, f64),
    search: &'a Search,
    sign: f64,
    order: usize,
    count: usize,
    /// Basis and image (of ±M), N numbers for each vector.
    basis: Vec<f64>,
    image: Vec<f64>,
    /// (Z V)ᵀM(Z V).
    projected: DMatrix<f64>,
    /// Its eigenvalues and vectors.
    values: Vec<f64>,
    rotation: DMatrix<f64>,
    /// Coefficients in V of the Ritz vector in work one step ago.
    previous: Vec<f64>,
    products: usize,
    probes: usize,
    random: ChaCha8Rng,
}

impl<'a, O: Symmetric> State<'a, O> {
    fn new(
        operator: &'a mut O,
        held: Option<&'a dyn Held>,
        search: &'a Search,
        observe: &'a mut dyn FnMut(usize, f64, f64),
    ) -> Self {
        let order = operator.order();
        let projected = held.map_or_else(
            || DMatrix::zeros(0, 0),
            |held| held.form() * search.which.sign(),
        );
        Self {
            operator,
            held,
            observe,
            search,
            sign: search.which.sign(),
            order,
            count: search.count.min(order),
            basis: Vec::new(),
            image: Vec::new(),
            projected,
            values: Vec::new(),
            rotation: DMatrix::zeros(0, 0),
            previous: Vec::new(),
            products: 0,
            probes: 0,
            random: ChaCha8Rng::seed_from_u64(search.seed),
        }
    }

    fn size(&self) -> usize {
        self.projected.nrows()
    }

    fn has_room(&self) -> bool {
        self.size() < self.order && self.products < self.search.budget
    }

    fn random_vector(&mut self) -> Vec<f64> {
        (0..self.order)
            .map(|_| self.random.random::<f64>() - 0.5)
            .collect()
    }

    fn begin(&mut self, start: &DMatrix<f64>) -> Result<(), NotFinite> {
        self.add(start.as_slice().to_vec())?;
        // At least one more than asked for, lest the start be an eigenvector of the wrong end.
        while self.size() <= self.count && self.has_room() {
            let random = self.random_vector();
            self.add(random)?;
        }
        self.solve()
    }

    /// Adds what is new in these columns to the basis; says how many vectors that was.
    fn add(&mut self, mut candidates: Vec<f64>) -> Result<usize, NotFinite> {
        if self.order == 0 {
            return Ok(0);
        }
        for candidate in candidates.chunks_exact_mut(self.order) {
            let before = norm(candidate);
            self.leave_held(candidate);
            self.leave_held(candidate);
            if norm(candidate) <= 1e-11 * before {
                candidate.fill(0.0);
            }
        }
        let mut fresh = orthonormalized(&self.basis, candidates, self.order);
        for vector in fresh.chunks_exact_mut(self.order) {
            self.leave_held(vector);
            let mut image = vec![0.0; self.order];
            self.operator.apply(vector, &mut image);
            if !image.iter().all(|entry| entry.is_finite()) {
                return Err(NotFinite { order: self.order });
            }
            image.iter_mut().for_each(|entry| *entry *= self.sign);
            self.products += 1;
            self.basis.extend_from_slice(vector);
            let size = self.size();
            let mut border = self.held.map_or(Vec::new(), |held| held.project(&image));
            border.extend(
                self.basis
                    .chunks_exact(self.order)
                    .map(|vector| dot(vector, &image)),
            );
            self.image.extend(image);
            let old = std::mem::replace(&mut self.projected, DMatrix::zeros(0, 0));
            self.projected = old.resize(size + 1, size + 1, 0.0);
            for (i, entry) in border.into_iter().enumerate() {
                self.projected[(size, i)] = entry;
                self.projected[(i, size)] = entry;
            }
        }
        Ok(fresh.len() / self.order)
    }

    /// Takes the part in the held subspace away.
    fn leave_held(&self, vector: &mut [f64]) {
        if let Some(held) = self.held {
            let coefficients = held.project(vector);
            held.add(-1.0, &coefficients, vector);
        }
    }

    /// The dimension of the held subspace.
    fn held_size(&self) -> usize {
        self.held.map_or(0, Held::size)
    }

    fn solve(&mut self) -> Result<(), NotFinite> {
        (self.values, self.rotation) = symmetric_eigen(&self.projected)?;
        Ok(())
    }

    /// The Ritz vector of this index.
    fn vector(&self, index: usize) -> Vec<f64> {
        let coefficients = self.rotation.column(index);
        let (held, stored) = coefficients.as_slice().split_at(self.held_size());
        let mut out = combined(&self.basis, stored, self.order);
        if let Some(subspace) = self.held {
            subspace.add(1.0, held, &mut out);
        }
        out
    }

    /// The Ritz vector of this index, its residual, and the residual's norm.
    fn residual(&self, index: usize) -> (Vec<f64>, Vec<f64>, f64) {
        let vector = self.vector(index);
        let coefficients = self.rotation.column(index);
        let (held, stored) = coefficients.as_slice().split_at(self.held_size());
        let mut residual = combined(&self.image, stored, self.order);
        if let Some(subspace) = self.held {
            subspace.add_image(self.sign, held, &mut residual);
        }
        add_multiple(&mut residual, -self.values[index], &vector);
        let length = norm(&residual);
        (vector, residual, length)
    }

    fn is_small(&self, residual: f64, value: f64) -> bool {
        residual <= (self.search.relative * value.abs()).max(self.search.absolute)
    }

    /// Works until the first `count` pairs have converged; false if the budget ends before.
    fn converge(&mut self, count: usize) -> Result<bool, NotFinite> {
        let count = count.min(self.order);
        let mut index = 0;
        let mut stalled = 0;
        let (mut best, mut since) = (f64::INFINITY, 0);
        while index < count {
            let (vector, residual, length) = self.residual(index);
            (self.observe)(self.products, self.sign * self.values[index], length);
            if self.is_small(length, self.values[index]) {
                index += 1;
                (best, since) = (f64::INFINITY, 0);
                continue;
            }
            if !self.has_room() {
                return Ok(self.size() == self.order);
            }
            since += 1;
            if length < 0.5 * best {
                (best, since) = (length, 0);
            }
            if since > PATIENCE {
                return Ok(false);
            }
            let added = self.expand(index, &vector, &residual, length)?;
            stalled = if added { 0 } else { stalled + 1 };
            if stalled > 3 {
                return Ok(false);
            }
            // A new direction can bring a smaller value before the ones that were done.
            index = 0;
        }
        Ok(true)
    }

    /// One step for the Ritz pair in work; false if it brought nothing but a random direction.
    fn expand(
        &mut self,
        index: usize,
        vector: &[f64],
        residual: &[f64],
        length: f64,
    ) -> Result<bool, NotFinite> {
        self.restart_if_full(index)?;
        let value = self.values[index];
        let mut correction = vec![0.0; self.order];
        if self.search.which == Which::Smallest {
            let shift = value - length.max(1e-3 * value.abs());
            self.operator.precondition(shift, residual, &mut correction);
            let mut along = vec![0.0; self.order];
            self.operator.precondition(shift, vector, &mut along);
            let denominator = dot(vector, &along);
            if denominator > 0.0 {
                let factor = -dot(vector, &correction) / denominator;
                add_multiple(&mut correction, factor, &along);
            }
        } else {
            correction.copy_from_slice(residual);
        }
        self.previous = self.rotation.column(index).as_slice()[self.held_size()..].to_vec();
        let mut added = self.add(correction)?;
        let useful = added > 0;
        while added == 0 && self.has_room() {
            let random = self.random_vector();
            added = self.add(random)?;
        }
        self.solve()?;
        Ok(useful)
    }

    /// A Krylov space of a random direction, and a few steps for the pair behind the wanted ones, until it is known to about
    /// a percent.
    fn probe(&mut self) -> Result<(), NotFinite> {
        const KRYLOV: usize = 8;
        const STEPS: usize = 20;
        self.probes += 1;
        let mut direction = self.random_vector();
        for _ in 0..KRYLOV {
            self.restart_if_full(self.count)?;
            if !self.has_room() || self.add(direction.clone())? == 0 {
                break;
            }
            self.solve()?;
            direction = self.image_of(&direction);
        }
        for _ in 0..STEPS {
            if !self.has_room() || self.size() <= self.count {
                break;
            }
            let before = self.values[self.count - 1];
            let (vector, residual, length) = self.residual(self.count);
            let value = self.values[self.count];
            if length <= 1e-2 * value.abs().max(value - before) {
                break;
            }
            self.expand(self.count, &vector, &residual, length)?;
        }
        Ok(())
    }

    /// M x, of length one, for an x in the held subspace and the basis together: no product.
    fn image_of(&self, x: &[f64]) -> Vec<f64> {
        let stored: Vec<f64> = self
            .basis
            .chunks_exact(self.order)
            .map(|vector| dot(vector, x))
            .collect();
        let mut image = combined(&self.image, &stored, self.order);
        if let Some(subspace) = self.held {
            subspace.add_image(self.sign, &subspace.project(x), &mut image);
        }
        let length = norm(&image);
        if length > 0.0 {
            image.iter_mut().for_each(|entry| *entry /= length);
        }
        image
    }

    /// Shrinks a full basis to its part in the lowest Ritz vectors, and in the previous one of the pair in work.
    fn restart_if_full(&mut self, index: usize) -> Result<(), NotFinite> {
        let most = self.search.basis.max(self.count + 4);
        let held = self.held_size();
        let stored = self.size() - held;
        if stored < most {
            return Ok(());
        }
        let keep = (most / 3).max(self.count + 1).max(index + 1).min(stored);
        let parts: Vec<f64> = (0..keep)
            .flat_map(|column| self.rotation.column(column).as_slice()[held..].to_vec())
            .collect();
        let mut columns = orthonormalized(&[], parts, stored);
        // Its coefficients belong to the basis as it was one vector ago.
        let mut previous = std::mem::take(&mut self.previous);
        if !previous.is_empty() && previous.len() <= stored {
            previous.resize(stored, 0.0);
            let extra = orthonormalized(&columns, previous, stored);
            columns.extend(extra);
        }
        let kept = columns.len() / stored;
        let turn = DMatrix::from_vec(stored, kept, columns);
        self.basis = times(&self.basis, self.order, &turn);
        self.image = times(&self.image, self.order, &turn);
        let mut rotation = DMatrix::zeros(held + stored, held + kept);
        rotation.view_mut((0, 0), (held, held)).fill_with_identity();
        rotation
            .view_mut((held, held), (stored, kept))
            .copy_from(&turn);
        let projected = rotation.tr_mul(&self.projected) * &rotation;
        self.projected = (&projected + projected.transpose()) * 0.5;
        self.solve()
    }

    fn finish(self, converged: bool) -> Found {
        let wanted = self.count.min(self.size());
        let residuals = (0..wanted).map(|index| self.residual(index).2).collect();
        let shown = self.size().min(wanted + MORE);
        let columns = (0..shown).flat_map(|index| self.vector(index)).collect();
        Found {
            values: self.values[..wanted]
                .iter()
                .map(|v| v * self.sign)
                .collect(),
            vectors: DMatrix::from_vec(self.order, shown, columns),
            residuals,
            products: self.products,
            converged,
        }
    }
}

/// Σ_i c_i · column i.
fn combined(columns: &[f64], coefficients: &[f64], length: usize) -> Vec<f64> {
    let mut out = vec![0.0; length];
    for (column, factor) in columns.chunks_exact(length.max(1)).zip(coefficients) {
        add_multiple(&mut out, *factor, column);
    }
    out
}

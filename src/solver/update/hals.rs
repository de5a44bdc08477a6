//! Hierarchical alternating least squares: coordinate after coordinate to its minimum, the rows of Y a tile at a time.
//!
//! The row y_i of Y solves ½ y(G + d_iI)yᵀ − b_i yᵀ by itself, so a tile of rows stays in the cache through all sweeps and
//! its rows fill the vector registers. A product with X costs far more than a sweep; repeated sweeps are what the accelerated
//! method is. They end when a sweep moves a tile by less than a tenth of what the first one did.
//!
//! # Reference
//! A. Cichocki, R. Zdunek, S. Amari, ICA 2007; N. Gillis, F. Glineur, Neural Computation 24 (2012) 1085–1105 (acceleration).

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::Update;
use crate::matrix::product::split;
use crate::solver::error::SolverError;
use crate::solver::fit::Model;
use crate::solver::ridge::Ridge;

/// Rows of a tile.
const TILE: usize = 32;
/// Further sweeps go on while they move the tile by at least this share of the first.
const SHARE: f64 = 0.1;

/// The update.
#[derive(Debug)]
pub(in crate::solver) struct Hals {
    /// Most sweeps.
    pub(in crate::solver) sweeps: usize,
}

impl Update for Hals {
    fn update(
        &mut self,
        y: &mut DMatrix<f64>,
        model: &Model<'_>,
    ) -> Result<Option<f64>, SolverError> {
        let (rows, k) = y.shape();
        let ridge: Option<&[f64]> = match model.ridge {
            Ridge::None => None,
            Ridge::Diagonal(diagonal) => Some(diagonal),
            Ridge::General { .. } => unreachable!("a coupled ridge is refused before"),
        };
        let rule = Rule {
            gram: model.gram.as_slice(),
            nonnegative: model.nonnegative,
            sweeps: self.sweeps,
        };
        let tiles = rows.div_ceil(TILE);
        let work = |first: usize, tile: &mut [[f64; TILE]]| {
            let base = first * TILE;
            let count = TILE.min(rows - base);
            let mut target = vec![[0.0; TILE]; k];
            let mut inverse = vec![[0.0; TILE]; k];
            let mut lift = [0.0; TILE];
            if let Some(ridge) = ridge {
                lift[..count].copy_from_slice(&ridge[base..base + count]);
            }
            for r in 0..k {
                let from = r * rows + base;
                target[r][..count].copy_from_slice(&model.target.as_slice()[from..from + count]);
                for (t, inverse) in inverse[r][..count].iter_mut().enumerate() {
                    let curvature = model.gram[(r, r)] + lift[t];
                    *inverse = if curvature > 0.0 {
                        1.0 / curvature
                    } else {
                        0.0
                    };
                }
            }
            rule.run(tile, &target, (&inverse, &lift));
        };
        let mut packed = vec![[0.0; TILE]; tiles * k];
        for (tile, packed) in packed.chunks_exact_mut(k).enumerate() {
            let base = tile * TILE;
            let count = TILE.min(rows - base);
            for (r, column) in packed.iter_mut().enumerate() {
                let from = r * rows + base;
                column[..count].copy_from_slice(&y.as_slice()[from..from + count]);
            }
        }
        let threads = model.threads.count().min(tiles);
        if threads > 1 {
            let share = split(tiles, threads)
                .first()
                .map_or(1, ExactSizeIterator::len)
                .max(1);
            packed
                .par_chunks_mut(share * k)
                .enumerate()
                .for_each(|(part, tiles)| {
                    for (number, tile) in tiles.chunks_exact_mut(k).enumerate() {
                        work(part * share + number, tile);
                    }
                });
        } else {
            for (number, tile) in packed.chunks_exact_mut(k).enumerate() {
                work(number, tile);
            }
        }
        for (tile, packed) in packed.chunks_exact(k).enumerate() {
            let base = tile * TILE;
            let count = TILE.min(rows - base);
            for (r, column) in packed.iter().enumerate() {
                let from = r * rows + base;
                y.as_mut_slice()[from..from + count].copy_from_slice(&column[..count]);
            }
        }
        Ok(None)
    }
}

/// What every tile is worked on with.
#[derive(Clone, Copy)]
struct Rule<'a> {
    gram: &'a [f64],
    nonnegative: bool,
    sweeps: usize,
}

impl Rule<'_> {
    /// Sweeps over one tile, with the widest vectors that the processor has; the order of operations is the same with all.
    fn run(
        self,
        tile: &mut [[f64; TILE]],
        target: &[[f64; TILE]],
        (inverse, lift): (&[[f64; TILE]], &[f64; TILE]),
    ) {
        pulp::Arch::new().dispatch(Sweeps {
            rule: self,
            tile,
            target,
            inverse,
            lift,
        });
    }

    /// One sweep; the squared length of what it changed.
    #[inline(always)]
    fn sweep(
        self,
        tile: &mut [[f64; TILE]],
        target: &[[f64; TILE]],
        (inverse, lift): (&[[f64; TILE]], &[f64; TILE]),
    ) -> f64 {
        let k = tile.len();
        let floor = if self.nonnegative {
            0.0
        } else {
            f64::NEG_INFINITY
        };
        let mut moved = [0.0; TILE];
        for r in 0..k {
            let mut slope = target[r];
            for (y, g) in tile.iter().zip(&self.gram[r * k..(r + 1) * k]) {
                for t in 0..TILE {
                    slope[t] -= g * y[t];
                }
            }
            let (y, inverse) = (&mut tile[r], &inverse[r]);
            for t in 0..TILE {
                let new = y[t] + (slope[t] - lift[t] * y[t]) * inverse[t];
                let new = if new > floor { new } else { floor };
                // Where the curvature is zero every value is as good.
                let new = if inverse[t] > 0.0 { new } else { y[t] };
                moved[t] += (new - y[t]) * (new - y[t]);
                y[t] = new;
            }
        }
        moved.iter().sum()
    }
}

/// All sweeps over one tile, to be compiled for several processors.
struct Sweeps<'a> {
    rule: Rule<'a>,
    tile: &'a mut [[f64; TILE]],
    target: &'a [[f64; TILE]],
    inverse: &'a [[f64; TILE]],
    lift: &'a [f64; TILE],
}

impl pulp::WithSimd for Sweeps<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let mut first = 0.0;
        for sweep in 0..self.rule.sweeps {
            let moved = self
                .rule
                .sweep(self.tile, self.target, (self.inverse, self.lift));
            if sweep == 0 {
                first = moved;
            }
            if moved <= SHARE * SHARE * first {
                break;
            }
        }
    }
}

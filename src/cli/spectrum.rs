//! `matproof spectrum`: extreme eigenvalues of the Hessian at a factorization that is read from files.

use super::objective::{Given, Objective};
use super::observed::masked;
use super::progress::progress_line;
use super::{Ending, say};
use crate::factorization::frobenius::Frobenius;
use crate::factorization::tikhonov::Tikhonov;
use crate::matrix::product::Threads;
use crate::matrix::{self, Data};
use crate::report::spectrum::{human, json};
use crate::spectrum::{self, Options, Progress, Which};
use clap::{Args, ValueEnum};
use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;
use std::error::Error;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

/// Extreme eigenvalues of the Hessian at a point (W, H), found by products with X.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof spectrum --x X.npy --w W.npy --h H.npy
  matproof spectrum --x X.mtx --w W.npy --h H.npy --count 4 --vectors directions.npz
  matproof spectrum --x X.csv --w W.csv --h H.csv --objective tikhonov --m M.npy --lambda 0.1
  matproof spectrum --x X.npy --w W.npy --h H.npy --objective masked --mask P.npy --lambda 0.01

X is n×m, W n×k, H k×m; .csv, .npy or .mtx. A negative smallest eigenvalue at a stationary point is a strict saddle; for
½‖X − WH‖² without constraints, none there means a global minimum.")]
pub(super) struct Spectrum {
    /// The data, n×m
    #[arg(long, value_name = "FILE")]
    x: PathBuf,
    /// The first factor, n×k
    #[arg(long, value_name = "FILE")]
    w: PathBuf,
    /// The second factor, k×m
    #[arg(long, value_name = "FILE")]
    h: PathBuf,
    /// ½‖X − WH‖²; ‖X − WH‖² + λ‖MW‖²; or ½‖P∘(X − WH)‖² + λ/2(‖W‖² + ‖H‖²)
    #[arg(long, value_enum, default_value_t = Objective::Frobenius)]
    objective: Objective,
    /// λ of the objective
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0.0,
        allow_negative_numbers = true
    )]
    lambda: f64,
    /// M of ‖MW‖², with n columns [default: the identity]
    #[arg(long, value_name = "FILE")]
    m: Option<PathBuf>,
    /// P of the masked objective: zero where X is not observed, else a weight [default: the stored entries of a sparse X, every
    /// entry of a dense one]
    #[arg(long, value_name = "FILE")]
    mask: Option<PathBuf>,
    /// Nonnegative factors: only along entries that are not zero
    #[arg(long)]
    free: bool,
    /// Which end of the spectrum
    #[arg(long, value_enum, default_value_t = End::Smallest)]
    which: End,
    /// How many eigenvalues
    #[arg(long, default_value_t = 1)]
    count: usize,
    /// A pair is done when ‖Mv − θv‖ ≤ TOL·|θ|, or below the rounding 4ε‖M‖
    #[arg(long, value_name = "TOL", default_value_t = 1e-8)]
    tol: f64,
    /// Most work, in Hessian products
    #[arg(long, value_name = "NUMBER", default_value_t = 1000.0)]
    max_products: f64,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "COUNT")]
    threads: Option<NonZeroUsize>,
    /// Seed of the random start vectors
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Write the eigenvectors to a .npz file: W0, H0, W1, H1, …
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum End {
    Smallest,
    Largest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

impl Spectrum {
    pub(super) fn run(self) -> Result<Ending, Box<dyn Error>> {
        let x = matrix::read(&self.x)?;
        let w = matrix::read_dense(&self.w)?;
        let h = matrix::read_dense(&self.h)?;
        let name = |path: &PathBuf| path.display().to_string();
        matrix::ShapeMismatch::check(name(&self.w), (Some(x.nrows()), None), w.shape())?;
        matrix::ShapeMismatch::check(name(&self.h), (Some(w.ncols()), Some(x.ncols())), h.shape())?;
        let bar = progress_line();
        let start = Instant::now();
        let found = self.compute(&x, &w, &h, &mut |progress| {
            bar.set_message(format!(
                "{:.1} products, eigenvalue {:.6e}, residual {:.1e}",
                progress.products, progress.eigenvalue, progress.residual
            ));
            bar.tick();
        });
        let seconds = start.elapsed().as_secs_f64();
        bar.finish_and_clear();
        let found = found?;
        if let Some(path) = &self.vectors {
            let names: Vec<_> = (0..found.pairs.len())
                .map(|i| (format!("W{i}"), format!("H{i}")))
                .collect();
            let mut named: Vec<(&str, &DMatrix<f64>)> = Vec::new();
            for (pair, (first, second)) in found.pairs.iter().zip(&names) {
                named.push((first, &pair.direction.0));
                named.push((second, &pair.direction.1));
            }
            matrix::write_npz(path, &named)?;
        }
        match self.format {
            Format::Human => say(human(&found, seconds).trim_end()),
            Format::Json => say(serde_json::to_string(&json(&found, seconds))?),
        }
        Ok(Ending::Holds)
    }

    fn compute(
        &self,
        x: &Data,
        w: &DMatrix<f64>,
        h: &DMatrix<f64>,
        report: &mut dyn FnMut(&Progress),
    ) -> Result<spectrum::Spectrum, Box<dyn Error>> {
        let options = Options {
            which: match self.which {
                End::Smallest => Which::Smallest,
                End::Largest => Which::Largest,
            },
            count: self.count,
            tolerance: self.tol,
            max_products: self.max_products,
            seed: self.seed,
            free: self.free,
            ..Options::default()
        };
        let threads = match self.threads {
            Some(threads) => threads,
            None => std::thread::available_parallelism()?,
        };
        let threads = Threads::new(threads.get()).unwrap_or_default();
        self.objective.refuse(&Given {
            lambda: self.lambda.total_cmp(&0.0).is_ne(),
            m: self.m.is_some(),
            mask: self.mask.is_some(),
        })?;
        match self.objective {
            Objective::Frobenius => {
                let f = Frobenius::new(x)?.with_threads(threads);
                let hessian = f.hessian_at(w, h)?;
                Ok(spectrum::frobenius_spectrum(&hessian, &options, report)?)
            }
            Objective::Tikhonov => {
                let m = match &self.m {
                    Some(path) => matrix::read(path)?,
                    None => Data::Sparse(CsrMatrix::identity(x.nrows())),
                };
                let f = Tikhonov::new(x, &m, self.lambda)?.with_threads(threads);
                let hessian = f.hessian_at(w, h)?;
                Ok(spectrum::tikhonov_spectrum(&hessian, &options, report)?)
            }
            Objective::Masked => {
                let f = masked(x, self.mask.as_deref(), self.lambda)?.with_threads(threads);
                let hessian = f.hessian_at(w, &h.transpose())?;
                let mut found = spectrum::masked_spectrum(&hessian, &options, report)?;
                for pair in &mut found.pairs {
                    pair.direction.1 = pair.direction.1.transpose();
                }
                Ok(found)
            }
        }
    }
}

//! `matproof factorize`: run a solver on data, write factors and trace.

use super::objective::{Given, Objective};
use super::observed::masked;
use super::progress::progress_line;
use super::{Ending, say};
use crate::matrix::product::Threads;
use crate::matrix::{self, Data};
use crate::report::factorization::{Summary, human, json};
use crate::solver::{
    Choice, Factors, Method, Problem, Rules, Settings, SolverError, Start, Zeros, factorize, select,
};
use crate::spectrum::{Options, Spectrum, SpectrumError};
use clap::{Args, ValueEnum};
use nalgebra::DMatrix;
use nalgebra_sparse::CsrMatrix;
use std::error::Error;
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Factors W (n×k) and H (k×m) with X ≈ WH.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof factorize X.npy --rank 16 --out OUT
  matproof factorize X.csv --rank 16 --method hals --max-seconds 10 --trace trace.csv
  matproof factorize X.npy --rank 5 --unconstrained --certify
  matproof factorize X.npy --rank 8 --objective tikhonov --m M.npy --lambda 0.1
  matproof factorize ratings.mtx --rank 10 --objective masked --lambda 0.05
  matproof factorize ratings.mtx --rank 5,10,20 --objective masked --lambda 0.01,0.1,1 --hold-out 0.1
  matproof factorize X.npy --rank 16 --w0 OUT/W.npy --h0 OUT/H.npy --method newton --tol 1e-10

Methods: auto, gradient, gradient-constant, gradient-coordinate, projected-gradient, momentum, multiplicative, hals, hals-accelerated,
hals-extrapolated, pivoting, als, newton. A run that is interrupted (Ctrl-C) keeps its best factors.")]
pub(super) struct Factorize {
    /// The data, n×m; .csv, .npy or .mtx
    #[arg(value_name = "X")]
    x: PathBuf,
    /// k; several, comma-separated, to choose from by --hold-out
    #[arg(long, value_name = "K", value_delimiter = ',', required = true)]
    rank: Vec<usize>,
    /// ½‖X − WH‖²; ‖X − WH‖² + λ‖MW‖²; or ½‖P∘(X − WH)‖² + λ/2(‖W‖² + ‖H‖²)
    #[arg(long, value_enum, default_value_t = Objective::Frobenius)]
    objective: Objective,
    /// λ of the objective; several, comma-separated, to choose from by --hold-out
    #[arg(
        long,
        value_name = "NUMBER",
        value_delimiter = ',',
        default_value = "0",
        allow_negative_numbers = true
    )]
    lambda: Vec<f64>,
    /// Masked objective: try every rank with every λ on all but this share of the observed entries, and take the best
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    hold_out: Option<f64>,
    /// M of ‖MW‖², with n columns [default: the identity]
    #[arg(long, value_name = "FILE")]
    m: Option<PathBuf>,
    /// P of the masked objective: zero where X is not observed, else a weight [default: the stored entries of a sparse X, every
    /// entry of a dense one]
    #[arg(long, value_name = "FILE")]
    mask: Option<PathBuf>,
    /// Factors of any sign (the masked objective has them anyway)
    #[arg(long)]
    unconstrained: bool,
    /// How to solve
    #[arg(long, value_name = "NAME", default_value = "auto", value_parser = method)]
    method: Method,
    /// The length of gradient-constant's steps, or what share of 1/L those of gradient are
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    step: Option<f64>,
    /// The first factors: random; nndsvd (zeros stay), nndsvda (zeros become the mean), nndsvdar (random ones), all deterministic but
    /// the last; svd for factors of any sign
    #[arg(long, value_enum, default_value_t = Init::Random)]
    init: Init,
    /// The first W, from a file
    #[arg(long, value_name = "FILE", requires = "h0")]
    w0: Option<PathBuf>,
    /// The first H, from a file
    #[arg(long, value_name = "FILE", requires = "w0")]
    h0: Option<PathBuf>,
    /// Stop at this KKT residual ‖projected ∇f‖/(‖X‖(‖W‖ + ‖H‖))
    #[arg(
        long,
        value_name = "TOL",
        default_value_t = 1e-6,
        allow_negative_numbers = true
    )]
    tol: f64,
    /// Stop when f falls by less than this share within ten iterations [default: when it does not fall at all]
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.0,
        allow_negative_numbers = true
    )]
    stagnation: f64,
    /// Stop after so many iterations
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    max_iterations: usize,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = f64::INFINITY)]
    max_seconds: f64,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "COUNT")]
    threads: Option<NonZeroUsize>,
    /// Seed of the first factors
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Columns of W of length one, components in order of size
    #[arg(long)]
    normalize: bool,
    /// The smallest Hessian eigenvalue at the end, with its bounds and what it means
    #[arg(long)]
    certify: bool,
    /// The smallest Hessian eigenvalue enters the trace every COUNT iterations
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    eigenvalue_every: usize,
    /// Write W.npy, H.npy, trace.csv and summary.json to this directory; made if missing
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the trace to this file
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Init {
    Random,
    Nndsvd,
    Nndsvda,
    Nndsvdar,
    Svd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

fn method(name: &str) -> Result<Method, String> {
    let names = || Method::ALL.map(Method::name).join(", ");
    Method::ALL
        .into_iter()
        .find(|method| method.name() == name)
        .ok_or_else(|| format!("expected one of {}", names()))
}

impl Factorize {
    pub(super) fn run(self) -> Result<Ending, Box<dyn Error>> {
        self.refuse_unused()?;
        let x = matrix::read(&self.x)?;
        if let Some(out) = &self.out {
            std::fs::create_dir_all(out)
                .map_err(|e| format!("cannot create the directory {}: {e}", out.display()))?;
        }
        let threads = match self.threads {
            Some(threads) => threads,
            None => std::thread::available_parallelism()?,
        };
        let threads = Threads::new(threads.get()).unwrap_or_default();
        match self.objective {
            Objective::Frobenius => {
                self.solve(Problem::frobenius(&x).with_threads(threads), self.rank[0])
            }
            Objective::Tikhonov => {
                let m = match &self.m {
                    Some(path) => matrix::read(path)?,
                    None => Data::Sparse(CsrMatrix::identity(x.nrows())),
                };
                self.solve(
                    Problem::tikhonov(&x, &m, self.lambda[0]).with_threads(threads),
                    self.rank[0],
                )
            }
            Objective::Masked => {
                let (rank, lambda) = self.chosen(&x, threads)?;
                let f = masked(&x, self.mask.as_deref(), lambda)?;
                self.solve(Problem::masked(&f).with_threads(threads), rank)
            }
        }
    }

    fn solve(&self, problem: Problem<'_>, rank: usize) -> Result<Ending, Box<dyn Error>> {
        let problem = if self.unconstrained {
            problem.unconstrained()
        } else {
            problem
        };
        let settings = self.settings(problem.shape(), rank)?;
        let interrupted = interrupts();
        let bar = progress_line();
        let begun = Instant::now();
        let found = factorize(&problem, rank, &settings, &mut |moment| {
            bar.set_message(format!(
                "iteration {}, objective {:.6e}, KKT residual {:.1e}",
                moment.iteration, moment.objective, moment.kkt
            ));
            bar.tick();
            if interrupted.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let seconds = begun.elapsed().as_secs_f64();
        bar.finish_and_clear();
        let mut found = found?;
        if self.normalize {
            found.factors.normalize();
        }
        let certificate = self
            .certify
            .then(|| self.certificate(&problem, &found.factors))
            .transpose()?;
        let summary = Summary {
            relative_error: problem.relative_error(&found.factors)?,
            solution: &found,
            method: settings.method,
            seconds,
            certificate,
        };
        self.write(&summary)?;
        match self.format {
            Format::Human => say(human(&summary).trim_end()),
            Format::Json => say(serde_json::to_string(&json(&summary))?),
        }
        Ok(Ending::Holds)
    }

    fn settings(&self, shape: (usize, usize), rank: usize) -> Result<Settings, Box<dyn Error>> {
        Ok(Settings {
            method: self.method()?,
            start: self.start(shape, rank)?,
            rules: Rules {
                tolerance: self.tol,
                iterations: self.max_iterations,
                seconds: self.max_seconds,
                stagnation: self.stagnation,
            },
            seed: self.seed,
            eigenvalue_every: self.eigenvalue_every,
        })
    }

    /// The rank and the λ: as given, or those that do best on held-out entries, with a table of all on standard error.
    fn chosen(&self, x: &Data, threads: Threads) -> Result<(usize, f64), Box<dyn Error>> {
        let Some(share) = self.hold_out else {
            return Ok((self.rank[0], self.lambda[0]));
        };
        if self.w0.is_some() {
            return Err("--hold-out chooses among ranks, so no first factors can be given".into());
        }
        let all = masked(x, self.mask.as_deref(), 0.0)?;
        let settings = self.settings(x.shape(), self.rank[0])?;
        let choices = select(
            all.observed(),
            (&self.rank, &self.lambda),
            share,
            &settings,
            threads,
        )?;
        let best = choices[0];
        eprint_table(&choices);
        Ok((best.rank, best.lambda))
    }

    /// λ_min and its bounds; why there is none, where every entry is held at zero.
    fn certificate(
        &self,
        problem: &Problem<'_>,
        factors: &Factors,
    ) -> Result<Result<(Spectrum, f64), String>, Box<dyn Error>> {
        let begun = Instant::now();
        match problem.smallest_eigenvalue(factors, &Options::default(), &mut |_| {}) {
            Ok(spectrum) => Ok(Ok((spectrum, begun.elapsed().as_secs_f64()))),
            Err(SolverError::Spectrum(reason @ SpectrumError::NothingFree)) => {
                Ok(Err(reason.to_string()))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn write(&self, summary: &Summary<'_>) -> Result<(), Box<dyn Error>> {
        let text = |path: &Path, text: &str| {
            std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
        };
        let trace = summary.solution.trace_csv();
        if let Some(path) = &self.trace {
            text(path, &trace)?;
        }
        if let Some(out) = &self.out {
            let factors = &summary.solution.factors;
            matrix::write_dense(out.join("W.npy"), &factors.w)?;
            matrix::write_dense(out.join("H.npy"), &factors.h)?;
            text(&out.join("trace.csv"), &trace)?;
            text(
                &out.join("summary.json"),
                &(serde_json::to_string_pretty(&json(summary))? + "\n"),
            )?;
        }
        Ok(())
    }

    fn method(&self) -> Result<Method, String> {
        match (self.method, self.step) {
            (method, None) => Ok(method),
            (_, Some(step)) if !(step > 0.0 && step.is_finite()) => {
                Err(format!("--step is {step}, expected a number above 0"))
            }
            (Method::GradientConstant(_), step) => Ok(Method::GradientConstant(step)),
            (Method::GradientLipschitz(_), Some(share)) => Ok(Method::GradientLipschitz(share)),
            (method, _) => Err(format!(
                "the method {} chooses its own steps (hint: --step belongs to gradient and gradient-constant)",
                method.name()
            )),
        }
    }

    fn start(&self, (n, m): (usize, usize), rank: usize) -> Result<Start, Box<dyn Error>> {
        if let (Some(w), Some(h)) = (&self.w0, &self.h0) {
            let read = |path: &PathBuf,
                        shape: (usize, usize)|
             -> Result<DMatrix<f64>, Box<dyn Error>> {
                let matrix = matrix::read_dense(path)?;
                let expected = (Some(shape.0), Some(shape.1));
                matrix::ShapeMismatch::check(path.display().to_string(), expected, matrix.shape())?;
                Ok(matrix)
            };
            return Ok(Start::Given(Factors {
                w: read(w, (n, rank))?,
                h: read(h, (rank, m))?,
            }));
        }
        let any_sign = self.unconstrained || self.objective == Objective::Masked;
        Ok(match self.init {
            Init::Random => Start::Random,
            Init::Nndsvd => Start::Nndsvd(Zeros::Stay),
            Init::Nndsvda => Start::Nndsvd(Zeros::Mean),
            Init::Nndsvdar => Start::Nndsvd(Zeros::Random),
            Init::Svd if any_sign => Start::Svd,
            Init::Svd => {
                return Err(
                    "--init svd has factors of any sign (hint: --unconstrained, or --init nndsvd)"
                        .into(),
                );
            }
        })
    }

    /// An option that the objective has no place for is a misunderstanding.
    fn refuse_unused(&self) -> Result<(), String> {
        let several = self.rank.len() > 1 || self.lambda.len() > 1;
        if self.hold_out.is_some() && self.objective != Objective::Masked {
            return Err(
                "--hold-out hides entries, which only --objective masked can do without".to_owned(),
            );
        }
        if several && self.hold_out.is_none() {
            return Err("several ranks or λ need --hold-out SHARE to choose by".to_owned());
        }
        self.objective.refuse(&Given {
            lambda: self.lambda != [0.0],
            m: self.m.is_some(),
            mask: self.mask.is_some(),
        })
    }
}

/// What every rank and λ came to, for the reader; the result itself goes to standard output.
fn eprint_table(choices: &[Choice]) {
    let mut text = format!(
        "{:>6} {:>10} {:>12} {:>12}\n",
        "rank", "λ", "held out", "seen"
    );
    for c in choices {
        text += &format!(
            "{:>6} {:>10} {:>12.6} {:>12.6}\n",
            c.rank, c.lambda, c.held_out, c.seen
        );
    }
    // A closed stream has no reader to tell.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Set by the first Ctrl-C; where no handler can be installed the run simply ends as programs do.
fn interrupts() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let _ = ctrlc::set_handler(move || seen.store(true, Ordering::Relaxed));
    flag
}

//! ½‖X − WH‖² and ‖X − WH‖² + λ‖MW‖²: the search by compression, its check, its bounds.

use nalgebra::DMatrix;

use super::answer::{Assurance, Objective, Pair, Spectrum, Stationarity};
use super::bounds::Bounds;
use super::compression::{Bases, Outcome, Penalty, Residual, compression_search, products};
use super::davidson::Which;
use super::direct::Direct;
use super::directions::{stacked, unstacked};
use super::error::SpectrumError;
use super::free::{Free, restricted};
use super::inertia::{Claim, LIMIT, confirmed};
use super::options::{Options, Progress, Stopped};
use super::row_blocks::RowBlock;
use super::scalings::{Entry, Scalings};
use crate::factorization::frobenius::{Frobenius, FrobeniusHessian};
use crate::factorization::tikhonov::TikhonovHessian;
use crate::factorization::{Hessian, Workspace};
use crate::matrix::{NotFinite, frobenius_norm};

/// Extreme eigenvalues of the Hessian of ½‖X − WH‖²_F.
///
/// X dense or sparse; nothing of size n×m is formed. Memory: about 2(n+m)(3k+120) numbers. Cost: `products` Hessian products
/// and O((n+m)k) for each direction that the search adds.
///
/// # Errors
/// [`SpectrumError::Count`], [`SpectrumError::Tolerance`], [`SpectrumError::Overflow`].
///
/// ```
/// use matproof::factorization::frobenius::Frobenius;
/// use matproof::matrix::Data;
/// use matproof::spectrum::{Options, frobenius_spectrum};
/// use nalgebra::dmatrix;
/// // f(w, h) = ½(3 − wh)² has Hessian [4 1; 1 1] at w = 1, h = 2: eigenvalues (5 ± √13)/2.
/// let x = Data::Dense(dmatrix![3.0]);
/// let hessian = Frobenius::new(&x)?.hessian_at(&dmatrix![1.0], &dmatrix![2.0])?;
/// let spectrum = frobenius_spectrum(&hessian, &Options::default(), &mut |_| {})?;
/// assert!((spectrum.extreme().value - (5.0 - 13.0_f64.sqrt()) / 2.0).abs() < 1e-12);
/// # Ok::<(), matproof::spectrum::SpectrumError>(())
/// ```
pub fn frobenius_spectrum(
    hessian: &FrobeniusHessian<'_>,
    options: &Options,
    report: &mut dyn FnMut(&Progress),
) -> Result<Spectrum, SpectrumError> {
    let task = Task {
        hessian,
        fit: hessian,
        penalty: None,
        objective: Objective::Frobenius,
        scale: 1.0,
    };
    task.run(options, report)
}

/// Extreme eigenvalues of the Hessian of ‖X − WH‖²_F + λ‖MW‖²_F; as [`frobenius_spectrum`].
///
/// Work is counted in products with X; those with M, two for every column that the left basis gains, are not in it.
///
/// # Errors
/// As [`frobenius_spectrum`].
///
/// ```
/// use matproof::factorization::tikhonov::Tikhonov;
/// use matproof::matrix::Data;
/// use matproof::spectrum::{Options, tikhonov_spectrum};
/// use nalgebra::dmatrix;
/// // f(w, h) = (3 − wh)² + 2w² at w = 1, h = 2: f_ww = 2h² + 4 = 12, f_wh = 4wh − 6 = 2, f_hh = 2w² = 2.
/// let (x, m) = (Data::Dense(dmatrix![3.0]), Data::Dense(dmatrix![1.0]));
/// let hessian = Tikhonov::new(&x, &m, 2.0)?.hessian_at(&dmatrix![1.0], &dmatrix![2.0])?;
/// let spectrum = tikhonov_spectrum(&hessian, &Options::default(), &mut |_| {})?;
/// assert!((spectrum.extreme().value - (7.0 - 29.0_f64.sqrt())).abs() < 1e-12);
/// # Ok::<(), matproof::spectrum::SpectrumError>(())
/// ```
pub fn tikhonov_spectrum(
    hessian: &TikhonovHessian<'_>,
    options: &Options,
    report: &mut dyn FnMut(&Progress),
) -> Result<Spectrum, SpectrumError> {
    let (m, lambda) = hessian.penalty();
    let task = Task {
        hessian,
        fit: hessian.fit(),
        penalty: (lambda > 0.0).then(|| Penalty::new(m, lambda)),
        objective: Objective::Tikhonov,
        scale: 2.0,
    };
    task.run(options, report)
}

struct Task<'a, 'b> {
    hessian: &'b dyn Hessian,
    fit: &'b FrobeniusHessian<'a>,
    penalty: Option<Penalty<'b>>,
    objective: Objective,
    /// The Hessian is this times that of ½‖X − WH‖² + ½λ‖MW‖².
    scale: f64,
}

impl Task<'_, '_> {
    fn run(
        self,
        options: &Options,
        report: &mut dyn FnMut(&Progress),
    ) -> Result<Spectrum, SpectrumError> {
        if options.free {
            return self.free(options, report);
        }
        options.check(self.hessian.dimension())?;
        let scale = self.scale;
        let (w, h) = self.fit.factors();
        let k = w.ncols();
        let residual = Residual::new(self.fit.data(), w, h, self.fit.threads());
        let bases = Bases::new(residual, self.penalty)?;
        let mut scaled_report = |progress: &Progress| report(&progress.scaled(scale));
        let mut outcome = compression_search(bases, options, &mut scaled_report)?;
        let assurance = assurance(self.hessian, &mut outcome, options, scale)?;
        let multiplications = outcome.bases.residual.multiplications;
        let pairs = recomputed(self.hessian, &outcome, scale)?;
        let products = products(multiplications + 2 * k * pairs.len(), k);
        let setup_products = super::compression::products(outcome.setup, k);
        let norms = outcome.bases.norms()?;
        let (gradient, terms) = outcome.bases.gradient(norms.squared.sqrt());
        let mut bounds = Bounds::default();
        let extreme = pairs[0].value;
        let mut theorem = None;
        let mut of_gauge = 0.0;
        match options.which {
            Which::Smallest => {
                bounds.lower_by(
                    -scale * norms.spectral,
                    "−‖A‖₂, bounded by what ‖A‖_F leaves",
                );
                let (of_h, of_w) = outcome.bases.smallest_squares();
                if self.objective == Objective::Frobenius {
                    bounds.upper_by(of_h.min(of_w), "min(λ_min(HHᵀ), λ_min(WᵀW))");
                } else {
                    bounds.upper_by(scale * of_w, "2λ_min(WᵀW)");
                }
                bounds.upper_by(
                    scale * outcome.bases.triple_bound()?,
                    "the 2k×2k matrix on (u cᵀ, d vᵀ)",
                );
                of_gauge = scale * outcome.bases.gauge_bound()?;
                bounds.upper_by(of_gauge, "gauge directions (WS, −SH)");
                if self.objective == Objective::Frobenius {
                    let (found, from_above) = outcome.bases.theorem(&norms)?;
                    bounds.lower_by(
                        from_above - found.radius,
                        "μ − ‖A − A₀‖₂, s₁ bounded by what ‖A‖_F leaves",
                    );
                    bounds.upper_by(found.value + found.radius, "μ + ‖A − A₀‖₂");
                    theorem = Some(found);
                }
                bounds.upper_by(extreme + pairs[0].residual, "the Ritz value");
                if let Assurance::Inertia { margin, .. } = assurance {
                    bounds.lower_by(extreme - margin, "inertia");
                }
            }
            Which::Largest => {
                let largest = |values: f64| scale * values;
                let (of_h, of_w) = outcome.bases.largest_squares();
                bounds.lower_by(largest(of_h.max(of_w)), "max(‖HHᵀ‖₂, ‖WᵀW‖₂)");
                bounds.lower_by(extreme - pairs[0].residual, "the Ritz value");
                if self.objective == Objective::Frobenius {
                    bounds.upper_by(of_h + of_w + norms.spectral, "‖HHᵀ‖₂ + ‖WᵀW‖₂ + ‖A‖₂");
                }
                if let Assurance::Inertia { margin, .. } = assurance {
                    bounds.upper_by(extreme + margin, "inertia");
                }
            }
        }
        let stationarity = Stationarity {
            relative_gradient: if terms > 0.0 { gradient / terms } else { 0.0 },
            theorem,
        };
        Ok(Spectrum {
            objective: self.objective,
            which: options.which,
            pairs,
            products,
            setup_products,
            floor: scale * outcome.floor,
            gauge: stationarity.bend(of_gauge),
            bounds,
            stationarity,
            stopped: outcome.stopped,
            assurance,
            history: outcome.history.iter().map(|p| p.scaled(scale)).collect(),
            fixed: None,
        })
    }
}

impl Task<'_, '_> {
    /// The search on the entries of nonnegative factors that are not zero.
    fn free(
        self,
        options: &Options,
        report: &mut dyn FnMut(&Progress),
    ) -> Result<Spectrum, SpectrumError> {
        let (w, h) = self.fit.factors();
        let (n, m, k) = (w.nrows(), h.ncols(), w.ncols());
        let free = Free::of(&[("W", w), ("H", h)])?;
        let objective = Frobenius::new(self.fit.data())?.with_threads(self.fit.threads());
        let (mut gradient_w, mut gradient_h) = (DMatrix::zeros(n, k), DMatrix::zeros(k, m));
        let half = objective.value_and_gradient_into(
            w,
            h,
            &mut gradient_w,
            &mut gradient_h,
            &mut Workspace::default(),
        )?;
        let mut penalty_norm = 0.0;
        let mut squares = vec![0.0; n];
        // What the Hessian makes of (W, −H), component by component.
        let mut image_w = -&gradient_w;
        if let Some(penalty) = &self.penalty {
            let image = penalty.of(w);
            penalty_norm = image.norm();
            image_w += &image;
            gradient_w += image;
            squares = penalty.squares();
        }
        let norm = (2.0 * half).sqrt();
        let mut rows = Vec::with_capacity(n + m);
        for (i, square) in squares.iter().enumerate() {
            let mut block = self.fit.gram_h().clone();
            for l in 0..k {
                block[(l, l)] += square;
            }
            rows.push(RowBlock {
                places: (0..k).map(|l| l * n + i).collect(),
                block: block * self.scale,
            });
        }
        for j in 0..m {
            rows.push(RowBlock {
                places: (0..k).map(|l| n * k + j * k + l).collect(),
                block: self.fit.gram_w() * self.scale,
            });
        }
        let terms = norm * (w.norm() + h.norm()) + penalty_norm;
        let projected = free.projected(&gradient_w, &gradient_h);
        let (free, rows) = restricted(Some(free), rows);
        let entry = |&place: &usize| match place.checked_sub(n * k) {
            None => Entry {
                component: place / n,
                direction: w[place],
                image: self.scale * image_w[place],
            },
            Some(place) => Entry {
                component: place % k,
                direction: -h[place],
                image: self.scale * gradient_h[place],
            },
        };
        let scalings = Scalings::new(k, free.iter().flatten().map(entry));
        let direct = Direct {
            hessian: self.hessian,
            objective: self.objective,
            free,
            rows,
            held: Some(&scalings),
            residual_norm: self.scale * norm,
            relative_gradient: if terms > 0.0 { projected / terms } else { 0.0 },
            setup_products: 1.0,
        };
        direct.run(options, report)
    }
}

/// The pairs with residuals from the Hessian's own product.
fn recomputed(
    hessian: &dyn Hessian,
    outcome: &Outcome<'_>,
    scale: f64,
) -> Result<Vec<Pair>, SpectrumError> {
    let [first, second] = hessian.shapes();
    let (mut out_p, mut out_q) = (
        DMatrix::zeros(first.0, first.1),
        DMatrix::zeros(second.0, second.1),
    );
    let mut workspace = Workspace::default();
    let mut pairs = Vec::with_capacity(outcome.values.len());
    for (value, (p, q)) in outcome.values.iter().zip(&outcome.directions) {
        hessian.hessian_vector_product_into(p, q, &mut out_p, &mut out_q, &mut workspace)?;
        let value = scale * value;
        out_p -= p * value;
        out_q -= q * value;
        pairs.push(Pair {
            value,
            residual: frobenius_norm(out_p.as_slice()).hypot(frobenius_norm(out_q.as_slice())),
            direction: (p.clone(), q.clone()),
        });
    }
    Ok(pairs)
}

/// Counts eigenvalues where that is affordable. Where a count shows that something was missed, the matrix that was formed for it is decomposed
/// whole, and what that says takes the place of what was found.
fn assurance(
    hessian: &dyn Hessian,
    outcome: &mut Outcome<'_>,
    options: &Options,
    scale: f64,
) -> Result<Assurance, NotFinite> {
    if outcome.stopped == Stopped::Budget {
        return Ok(Assurance::None);
    }
    // A count that was made and does not confirm is no reason to trust a second start.
    if hessian.dimension() <= LIMIT {
        let claim = Claim {
            which: options.which,
            last: scale * outcome.values.last().copied().unwrap_or(0.0),
            vectors: stacked(&outcome.directions),
            relative: options.tolerance,
            floor: scale * outcome.floor,
            outside: 0.0,
            scale: scale * outcome.scale(),
        };
        let (assurance, instead) = confirmed(&hessian.to_dense(), claim)?;
        if let Some(found) = instead {
            let shapes = hessian.shapes();
            let wanted = found.vectors.column_iter().take(found.values.len());
            outcome.directions = wanted
                .map(|vector| unstacked(vector.as_slice(), shapes))
                .collect();
            outcome.values = found.values.iter().map(|value| value / scale).collect();
        }
        return Ok(assurance.unwrap_or(Assurance::None));
    }
    Ok(match outcome.counted(options)? {
        Some(Assurance::Inertia { order, margin }) => Assurance::Inertia {
            order,
            margin: scale * margin,
        },
        Some(other) => other,
        None if outcome.second_start => Assurance::SecondStart,
        None => Assurance::None,
    })
}

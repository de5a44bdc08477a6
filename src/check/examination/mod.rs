//! A claim before every oracle.

pub(super) mod exactly;
mod in_floating_point;
mod slopes;
mod structure;
mod symbolically;

use super::case::{generic_point, where_defined};
use super::claim::Form;
use super::verdict::weigh;
use super::{
    BlindSpot, Case, Claim, Counterexample, Finding, Oracle, Outcome, Verdict, battery, blind_spots,
};
use crate::algebra::Dense;
use crate::oracle::{
    Differentiator, Estimates, OracleError, autodiff::Autodiff, bounded_value,
    finite_difference::FiniteDifference,
};
use exactly::exactly;
pub(super) use in_floating_point::in_floating_point;
use slopes::by_taylor_slopes;
use std::fmt;
use std::time::Instant;
use structure::by_structure;
use symbolically::symbolically;

/// Everything that is known about a claim.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The claim's name.
    pub claim: String,
    /// Its LaTeX, if it has one.
    pub latex: Option<String>,
    /// Its group.
    pub group: String,
    /// What kind of quantity it is about, e.g. "gradient".
    pub kind: &'static str,
    /// What each oracle found.
    pub findings: Vec<Finding>,
    /// What follows.
    pub verdict: Verdict,
    /// For a wrong claim, small integers at which it fails.
    pub counterexample: Option<Counterexample>,
    /// What is special about the point given by the user, if one was given.
    pub blind_spots: Vec<BlindSpot>,
    /// The points it was examined at.
    pub cases: Vec<String>,
    /// The seed of every random draw.
    pub seed: u64,
}

impl Examination {
    /// What one oracle found.
    #[must_use]
    pub fn finding(&self, oracle: Oracle) -> Option<&Finding> {
        self.findings.iter().find(|f| f.oracle == oracle)
    }

    /// Of a claim that is looked at in several ways, such as an equation with indices at several numbers for them: it
    /// holds where all hold. What is said of the first stays, unless another outweighs it.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if matches!(self.verdict, Verdict::IllTyped { .. }) {
            return self;
        }
        if matches!(other.verdict, Verdict::IllTyped { .. }) {
            return other;
        }
        self.findings = self
            .findings
            .into_iter()
            .map(|finding| match other.finding(finding.oracle) {
                Some(other) => finding.and(other),
                None => finding,
            })
            .collect();
        self.counterexample = self.counterexample.or(other.counterexample);
        self.verdict = weigh(&self.findings);
        if self.counterexample.is_some() {
            self.verdict = settled(self.verdict, &self.findings);
        }
        self
    }
}

impl fmt::Display for Examination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.claim, self.verdict)?;
        for finding in &self.findings {
            writeln!(
                f,
                "  {:<12} {:<15} {}",
                finding.oracle, finding.outcome, finding.detail
            )?;
            if let Some(place) = &finding.place {
                writeln!(f, "  {:<12} {place}", "")?;
            }
        }
        if let Some(counterexample) = &self.counterexample {
            writeln!(f, "  counterexample: {counterexample}")?;
        }
        for spot in &self.blind_spots {
            writeln!(f, "  note: at the given point {spot}")?;
        }
        write!(f, "  seed {}", self.seed)
    }
}

/// Examines a claim at its own battery of points, all drawn from one seed.
#[must_use]
pub fn examine(claim: &Claim, seed: u64) -> Examination {
    examine_cases(claim, seed, battery(claim, seed), Vec::new())
}

/// Examines a claim at a point of the user's, and at a generic one where no mistake hides. What cannot be
/// seen at the user's point is listed in [`Examination::blind_spots`].
#[must_use]
pub fn examine_at(claim: &Claim, point: Vec<Dense<f64>>, seed: u64) -> Examination {
    let spots = blind_spots(&claim.signature, &point, claim.quantity.function());
    let given = Case {
        name: "the given point".into(),
        point,
        generic: false,
        thorough: true,
    };
    let (sizes, own_seed) = where_defined(claim, seed);
    let generic = Case {
        name: "a generic point of our own".into(),
        point: generic_point(&claim.signature, &sizes, own_seed),
        generic: true,
        thorough: true,
    };
    examine_cases(claim, seed, vec![given, generic], spots)
}

fn examine_cases(
    claim: &Claim,
    seed: u64,
    cases: Vec<Case>,
    blind_spots: Vec<BlindSpot>,
) -> Examination {
    let mut findings = Vec::new();
    let mut ill_typed = None;
    for oracle in Oracle::ALL {
        let start = Instant::now();
        let asked = match oracle {
            Oracle::Symbolic => symbolically(claim),
            Oracle::Exact => exactly(claim, seed),
            Oracle::Autodiff => in_floating_point(claim, oracle, &Autodiff, cases.iter()),
            Oracle::FiniteDifference => {
                let thorough = cases.iter().filter(|c| c.thorough);
                in_floating_point(claim, oracle, &FiniteDifference::default(), thorough)
            }
            Oracle::Taylor => by_taylor_slopes(claim, cases.iter().filter(|c| c.thorough), seed),
            Oracle::Structure => by_structure(claim, seed),
        };
        match asked {
            Ok(mut finding) => {
                finding.seconds = start.elapsed().as_secs_f64();
                findings.push(finding);
            }
            Err(reason) => {
                ill_typed = Some(reason);
                break;
            }
        }
    }
    let mut verdict = match ill_typed {
        Some(reason) => Verdict::IllTyped { reason },
        None => weigh(&findings),
    };
    if matches!(verdict, Verdict::Contradiction { .. }) {
        // One of them may have looked only where the mistake does not show.
        differences_everywhere(claim, &cases, &mut findings);
        verdict = weigh(&findings);
    }
    let doubtful = matches!(
        verdict,
        Verdict::Refuted { .. } | Verdict::Contradiction { .. }
    );
    let counterexample = doubtful
        .then(|| Counterexample::search(claim, seed))
        .flatten();
    if counterexample.is_some() {
        verdict = settled(verdict, &findings);
    }
    Examination {
        claim: claim.name.clone(),
        latex: claim.latex.clone(),
        group: claim.group.clone(),
        kind: claim.quantity.name(),
        findings,
        verdict,
        counterexample,
        blind_spots,
        cases: cases.into_iter().map(|c| c.name).collect(),
        seed,
    }
}

/// Finite differences at the points that they were spared, for there others were asked.
fn differences_everywhere(claim: &Claim, cases: &[Case], findings: &mut [Finding]) {
    let spared = cases.iter().filter(|case| !case.thorough);
    let oracle = Oracle::FiniteDifference;
    let Ok(there) = in_floating_point(claim, oracle, &FiniteDifference::default(), spared) else {
        return;
    };
    for finding in findings.iter_mut().filter(|f| f.oracle == oracle) {
        *finding = finding.clone().and(&there);
    }
}

/// Two exact sides that differ end every doubt but that of a proof: who agrees did so where the mistake does not show, such as where a mask
/// is zero.
fn settled(verdict: Verdict, findings: &[Finding]) -> Verdict {
    let said = |outcome| findings.iter().filter(move |f| f.outcome == outcome);
    let proved = said(Outcome::Agrees).any(|f| f.oracle == Oracle::Symbolic);
    match verdict {
        Verdict::Contradiction { .. } if !proved => Verdict::Refuted {
            by: said(Outcome::Disagrees).map(|f| f.oracle).collect(),
        },
        other => other,
    }
}

/// An oracle's finding, or the reason why the claim is ill-typed.
type Asked = Result<Finding, String>;

fn finding(oracle: Oracle, outcome: Outcome, detail: impl Into<String>) -> Finding {
    Finding {
        oracle,
        outcome,
        gap: None,
        blind_below: None,
        detail: detail.into(),
        place: None,
        seconds: 0.0,
    }
}

/// The claim's own value in floating point with its rounding; an ill-typed formula is the outer error. Derivatives in
/// it are taken by the oracle that asks.
fn claimed(
    claim: &Claim,
    oracle: &dyn Differentiator<f64>,
    point: &[Dense<f64>],
) -> Result<Result<Estimates<f64>, OracleError>, String> {
    match &claim.form {
        Form::Written(formula) => match bounded_value(formula.as_ref(), point) {
            Err(OracleError::Algebra(error)) if error.is_ill_typed() => Err(error.to_string()),
            other => Ok(other),
        },
        Form::Kernel(kernel) => match kernel.estimates(point) {
            Ok(Err(message)) => Err(message),
            Ok(Ok(estimates)) => Ok(Ok(estimates)),
            Err(error) => Ok(Err(error)),
        },
        Form::Derived(quantity) => match quantity.truth(oracle, &claim.signature, point) {
            Err(OracleError::Algebra(error)) if error.is_ill_typed() => Err(error.to_string()),
            other => Ok(other),
        },
    }
}

fn shapes_fit(claimed: (usize, usize), truth: (usize, usize), case: &str) -> Result<(), String> {
    if claimed == truth {
        return Ok(());
    }
    Err(format!(
        "the formula is {}×{} where the quantity is {}×{} ({case})",
        claimed.0, claimed.1, truth.0, truth.1
    ))
}

//! What oracles found, and what follows.

use std::fmt;

/// The oracles, as reports name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Oracle {
    /// Tensor networks in normal form, for every shape at once.
    Symbolic,
    /// Values over a prime field, interpolated.
    Exact,
    /// Dual numbers.
    Autodiff,
    /// Central differences.
    FiniteDifference,
    /// Taylor remainder slopes.
    Taylor,
    /// Symmetry, adjoints, linearity.
    Structure,
}

impl Oracle {
    /// All of them, in the order of a report's columns.
    pub const ALL: [Self; 6] = [
        Self::Symbolic,
        Self::Exact,
        Self::Autodiff,
        Self::FiniteDifference,
        Self::Taylor,
        Self::Structure,
    ];
}

impl fmt::Display for Oracle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Symbolic => "symbolic",
            Self::Exact => "exact",
            Self::Autodiff => "autodiff",
            Self::FiniteDifference => "differences",
            Self::Taylor => "taylor",
            Self::Structure => "structure",
        })
    }
}

/// What one oracle says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The claim equals the truth as far as the oracle can see.
    Agrees,
    /// It does not.
    Disagrees,
    /// The oracle cannot tell.
    Undecided,
    /// The oracle has nothing to say about such a claim.
    NotApplicable,
}

impl Outcome {
    /// Two observations of one oracle: a disagreement outweighs doubt, doubt outweighs agreement.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let weight = |o: Self| match o {
            Self::NotApplicable => 0,
            Self::Agrees => 1,
            Self::Undecided => 2,
            Self::Disagrees => 3,
        };
        if weight(other) > weight(self) {
            other
        } else {
            self
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Agrees => "agrees",
            Self::Disagrees => "disagrees",
            Self::Undecided => "undecided",
            Self::NotApplicable => "not-applicable",
        })
    }
}

/// What one oracle found about one claim, over all the points it was asked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The oracle.
    pub oracle: Oracle,
    /// What it says.
    pub outcome: Outcome,
    /// The largest relative gap between claim and truth that it saw; zero for an exact agreement.
    pub gap: Option<f64>,
    /// The relative error of one entry below which it is blind; zero for exact oracles.
    pub blind_below: Option<f64>,
    /// What was done, in words: trials, slopes, probabilities, reasons.
    pub detail: String,
    /// Where it disagrees.
    pub place: Option<Place>,
    /// Time it took.
    pub seconds: f64,
}

impl Finding {
    /// Two findings of one oracle about one claim; the first is told where neither outweighs the other.
    pub(super) fn and(self, other: &Self) -> Self {
        let outcome = self.outcome.and(other.outcome);
        let wider = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let (gap, blind_below) = (
            wider(self.gap, other.gap),
            wider(self.blind_below, other.blind_below),
        );
        let seconds = self.seconds + other.seconds;
        let told = if outcome == self.outcome {
            self
        } else {
            other.clone()
        };
        Self {
            gap,
            blind_below,
            seconds,
            ..told
        }
    }
}

/// Where a claim and the truth part.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The case, in words, e.g. "generic 3×4×2".
    pub case: String,
    /// The entry, counted from zero, if one stands out.
    pub entry: Option<(usize, usize)>,
    /// What the claim gives there.
    pub claimed: f64,
    /// What is true.
    pub truth: f64,
    /// The estimated error of both sides together: a gap up to here would be none. Zero where both are exact.
    pub tolerance: f64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((i, j)) = self.entry {
            write!(f, "entry ({}, {}) ", i + 1, j + 1)?;
        }
        write!(
            f,
            "is claimed to be {:.12e}, is {:.12e} ({})",
            self.claimed, self.truth, self.case
        )
    }
}

/// What is known about a claim after all oracles were heard.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The symbolic oracle has a proof for every shape, and every other oracle that applies agrees.
    Proved,
    /// Every oracle that applies agrees, and at least one of them sees relative errors down to 1e-8.
    Holds {
        /// The smallest `blind_below` among the oracles that agree.
        blind_below: f64,
    },
    /// At least one oracle disagrees and none contradicts it.
    Refuted {
        /// Who refuted it.
        by: Vec<Oracle>,
    },
    /// The formula's shapes do not fit each other, or not the quantity.
    IllTyped {
        /// Which, in words.
        reason: String,
    },
    /// Nobody could tell.
    Unsupported {
        /// Why.
        reason: String,
    },
    /// Two oracles contradict each other: a defect of matproof, reported as unsupported and loudly.
    Contradiction {
        /// Who says what.
        reason: String,
    },
}

impl Verdict {
    /// The claim is proved, or holds as far as the oracles see.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        matches!(self, Self::Proved | Self::Holds { .. })
    }

    /// The claim is wrong: refuted, or ill-typed.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        matches!(self, Self::Refuted { .. } | Self::IllTyped { .. })
    }

    /// One word for tables and JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Holds { .. } => "holds",
            Self::Refuted { .. } => "refuted",
            Self::IllTyped { .. } => "ill-typed",
            Self::Unsupported { .. } | Self::Contradiction { .. } => "unsupported",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proved => f.write_str("proved for every shape"),
            Self::Holds { blind_below } if *blind_below > 0.0 => {
                write!(
                    f,
                    "holds (relative errors down to {blind_below:.0e} would have been seen)"
                )
            }
            Self::Holds { .. } => f.write_str("holds"),
            Self::Refuted { by } => {
                let names: Vec<_> = by.iter().map(ToString::to_string).collect();
                write!(f, "refuted by {}", names.join(", "))
            }
            Self::IllTyped { reason } => write!(f, "ill-typed: {reason}"),
            Self::Unsupported { reason } => write!(f, "unsupported: {reason}"),
            Self::Contradiction { reason } => write!(
                f,
                "unsupported: the oracles contradict each other: {reason}"
            ),
        }
    }
}

/// Agreement must come from an oracle at least this sharp, in relative error of one entry.
const SHARP: f64 = 1e-8;

/// Weighs the findings.
pub(super) fn weigh(findings: &[Finding]) -> Verdict {
    let said = |outcome| findings.iter().filter(move |f| f.outcome == outcome);
    let against: Vec<_> = said(Outcome::Disagrees).collect();
    let sharpest = said(Outcome::Agrees).filter_map(|f| f.blind_below.map(|b| (b, f.oracle)));
    let sharpest = sharpest.min_by(|a, b| a.0.total_cmp(&b.0));
    let proved = said(Outcome::Agrees).any(|f| f.oracle == Oracle::Symbolic);
    if against.is_empty() {
        if proved {
            return Verdict::Proved;
        }
        return match sharpest {
            Some((blind_below, _)) if blind_below <= SHARP => Verdict::Holds { blind_below },
            _ => Verdict::Unsupported {
                reason: format!("no oracle could have seen a relative error of {SHARP:.0e}"),
            },
        };
    }
    // What is proved cannot fail anywhere, and what is refuted for every shape must fail at some of those tried.
    let refuted = against.iter().any(|f| f.oracle == Oracle::Symbolic);
    let equal =
        said(Outcome::Agrees).find(|f| f.oracle == Oracle::Exact && f.gap.unwrap_or(0.0) <= 0.0);
    if proved || (refuted && equal.is_some()) {
        let (one, other) = if proved {
            (Oracle::Symbolic, against[0].oracle)
        } else {
            (Oracle::Exact, Oracle::Symbolic)
        };
        return Verdict::Contradiction {
            reason: format!(
                "{one} agrees and {other} disagrees; this is a defect of matproof, please report it"
            ),
        };
    }
    // A blunt oracle that agrees contradicts nobody; one that should have seen the gap does.
    let gap = against.iter().filter_map(|f| f.gap).fold(0.0, f64::max);
    if let Some((blind, oracle)) = sharpest
        && gap > 10.0 * blind
    {
        return Verdict::Contradiction {
            reason: format!(
                "{} disagrees by {gap:.1e}, {oracle} agrees and would have seen {blind:.1e}; this is a defect of \
                 matproof, please report it",
                against[0].oracle
            ),
        };
    }
    Verdict::Refuted {
        by: against.iter().map(|f| f.oracle).collect(),
    }
}

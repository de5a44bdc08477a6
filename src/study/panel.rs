//! All claims and all liars before all oracles.

use super::{claims, liars};
use crate::check::{Claim, Examination, Verdict, examine};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The examined claims and liars.
#[derive(Debug, Clone)]
pub struct Panel {
    /// The claims that must hold.
    pub claims: Vec<Examination>,
    /// The liars that must be refuted.
    pub liars: Vec<ExaminedLiar>,
}

/// A liar and what became of it.
#[derive(Debug, Clone)]
pub struct ExaminedLiar {
    /// The mistake, in words.
    pub mistake: &'static str,
    /// Where the wrong formula happens to be right.
    pub right_where: &'static str,
    /// What the oracles found.
    pub examination: Examination,
}

/// How many claims and liars there are to examine.
#[must_use]
pub fn size() -> usize {
    claims::all().len() + liars::all().len()
}

/// Examines everything, on all threads of the current pool. `progress` is told how many are done.
pub fn examine_all(further: Vec<Claim>, seed: u64, progress: impl Fn(usize) + Sync) -> Panel {
    let done = AtomicUsize::new(0);
    let count = |examination: Examination| {
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        examination
    };
    let all = [claims::all(), further].concat();
    let claims = all
        .par_iter()
        .map(|claim| count(examine(claim, seed)))
        .collect();
    let liars = liars::all().into_par_iter().map(|liar| ExaminedLiar {
        mistake: liar.mistake,
        right_where: liar.right_where,
        examination: count(examine(&liar.claim, seed)),
    });
    Panel {
        claims,
        liars: liars.collect(),
    }
}

impl Panel {
    /// The claims that are proved for every shape.
    pub fn proved_claims(&self) -> impl Iterator<Item = &Examination> {
        self.claims.iter().filter(|e| e.verdict == Verdict::Proved)
    }

    /// The claims that do not hold: there must be none.
    pub fn fallen_claims(&self) -> impl Iterator<Item = &Examination> {
        self.claims.iter().filter(|e| !e.verdict.is_supported())
    }

    /// The liars that were not refuted: there must be none.
    pub fn surviving_liars(&self) -> impl Iterator<Item = &ExaminedLiar> {
        self.liars
            .iter()
            .filter(|l| !l.examination.verdict.is_refuted())
    }

    /// Whether any two oracles contradicted each other.
    #[must_use]
    pub fn has_contradiction(&self) -> bool {
        let all = self
            .claims
            .iter()
            .chain(self.liars.iter().map(|l| &l.examination));
        all.into_iter()
            .any(|e| matches!(e.verdict, Verdict::Contradiction { .. }))
    }
}

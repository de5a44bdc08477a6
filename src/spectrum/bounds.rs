//! Bounds on an extreme eigenvalue, each with the formula that it comes from.

/// Which side a bound is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The eigenvalue is at least this.
    Lower,
    /// The eigenvalue is at most this.
    Upper,
}

/// A bound on the extreme eigenvalue, up to rounding.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Its side.
    pub side: Side,
    /// The number.
    pub value: f64,
    /// The formula, or the reason.
    pub source: &'static str,
}

/// All bounds that came for (almost) nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bounds {
    /// In the order in which they became known.
    pub all: Vec<Bound>,
}

impl Bounds {
    pub(super) fn lower_by(&mut self, value: f64, source: &'static str) {
        self.push(Side::Lower, value, source);
    }

    pub(super) fn upper_by(&mut self, value: f64, source: &'static str) {
        self.push(Side::Upper, value, source);
    }

    fn push(&mut self, side: Side, value: f64, source: &'static str) {
        self.all.push(Bound {
            side,
            value,
            source,
        });
    }

    /// The best lower bound; −∞ without any.
    #[must_use]
    pub fn lower(&self) -> f64 {
        self.of(Side::Lower).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The best upper bound; +∞ without any.
    #[must_use]
    pub fn upper(&self) -> f64 {
        self.of(Side::Upper).fold(f64::INFINITY, f64::min)
    }

    fn of(&self, side: Side) -> impl Iterator<Item = f64> {
        self.all
            .iter()
            .filter(move |bound| bound.side == side)
            .map(|bound| bound.value)
    }
}

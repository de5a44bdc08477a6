//! Expressions that differ from one in one place.

use super::{Expression, Kind};

/// Deeper nodes are left as they are.
const DEEPEST: usize = 8;

impl Expression {
    /// This expression with one node replaced, for every node and every replacement that `own` has for it; outer nodes first. What comes with a
    /// replacement is kept beside it.
    ///
    /// ```
    /// use matproof::expression::{Expression, Kind};
    /// let e = Expression::name("A") * Expression::name("B");
    /// let transposed = e.edited(&|node| match node.kind {
    ///     Kind::Name(_) => vec![((), node.clone().transpose())],
    ///     _ => Vec::new(),
    /// });
    /// let written: Vec<_> = transposed.iter().map(|(_, e)| e.to_string()).collect();
    /// assert_eq!(written, ["AᵀB", "ABᵀ"]);
    /// ```
    pub fn edited<T>(&self, own: &impl Fn(&Self) -> Vec<(T, Self)>) -> Vec<(T, Self)> {
        self.edited_from(own, 0)
    }

    fn edited_from<T>(
        &self,
        own: &impl Fn(&Self) -> Vec<(T, Self)>,
        depth: usize,
    ) -> Vec<(T, Self)> {
        let mut all = own(self);
        if depth >= DEEPEST {
            return all;
        }
        for (place, below) in self.kind.operands().into_iter().enumerate() {
            for (kept, edit) in below.edited_from(own, depth + 1) {
                let mut at = 0;
                let Ok(kind) = self.kind.try_map(|operand| {
                    at += 1;
                    let chosen = if at == place + 1 { &edit } else { operand };
                    Ok::<_, std::convert::Infallible>(chosen.clone())
                });
                all.push((kept, Self::rebuilt(kind)));
            }
        }
        all
    }

    /// A node whose operands changed, with what its constructor keeps.
    pub(crate) fn rebuilt(kind: Kind) -> Self {
        match kind {
            Kind::Sum(terms) => Self::sum(terms),
            Kind::Product(factors) => Self::product_of(factors),
            Kind::Negate(a) => -*a,
            Kind::Transpose(a) => a.transpose(),
            Kind::Kronecker(all) => all
                .into_iter()
                .reduce(Self::kronecker)
                .unwrap_or_else(|| Self::ratio(1, 1)),
            Kind::Hadamard(all) => all
                .into_iter()
                .reduce(Self::hadamard)
                .unwrap_or_else(|| Self::ratio(1, 1)),
            kind => kind.into(),
        }
    }
}

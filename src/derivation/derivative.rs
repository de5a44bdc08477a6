//! One derivative: derived, written down, read back and put before the oracles.

use super::{DerivationError, Workshop};
use crate::check::{Claim, Examination, Outcome, Quantity, Verdict, examine};
use crate::expression::{Expression, ExpressionFormula, Name, Shape, Typed};
use crate::tensor::{Equality, Letters, Network};
use std::fmt;

/// Which derivative of f.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// ∂f/∂W, in the shape of W.
    Gradient(Name),
    /// ∂vec F/∂vec W.
    Jacobian(Name),
    /// ∂²f/∂R∂C: rows belong to vec R, columns to vec C.
    HessianBlock(Name, Name),
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gradient(w) => write!(f, "∇_{w} f"),
            Self::Jacobian(w) => write!(f, "∂vec F/∂vec {w}"),
            Self::HessianBlock(r, c) => write!(f, "∂²f/∂{r}∂{c}"),
        }
    }
}

/// A derivative in matrix notation, with what the oracles said of it.
#[derive(Debug, Clone)]
pub struct Derivative {
    /// Which it is.
    pub what: What,
    /// The formula, with the shapes of its parts.
    pub typed: Typed,
    /// Whether the formula, read back, was proved equal to what was derived.
    pub proved: bool,
    /// What the other oracles said; or why they could not be asked.
    pub examined: Result<Examination, String>,
}

impl Derivative {
    /// Writes a network as a formula and checks that.
    pub(super) fn new(
        workshop: &Workshop,
        what: What,
        derived: &Network,
        shape: &Shape,
    ) -> Result<Self, DerivationError> {
        let contradiction = |written: &Expression, reason: String| DerivationError::Contradiction {
            what: what.to_string(),
            written: written.to_string(),
            reason,
        };
        let written = shortest(derived)?;
        let extended = workshop
            .typing
            .extend(&[&written], Some(shape))
            .map_err(|error| contradiction(&written, format!("is ill-typed: {error}")))?;
        let typed = extended.typed()[0].clone();
        let proved = match Letters::new(&extended)
            .network(&typed)
            .and_then(|read| derived.equality(&read))
        {
            Ok(Equality::Proved) => true,
            Ok(Equality::Undecided { .. }) => false,
            Ok(Equality::Refuted) => {
                return Err(contradiction(&written, "is not what was derived".into()));
            }
            Err(error) if error.is_ill_typed() => {
                return Err(contradiction(&written, format!("is ill-typed: {error}")));
            }
            Err(_) => false,
        };
        let examined = examined(workshop, &what, &typed);
        if let Ok(examination) = &examined
            && matches!(
                examination.verdict,
                Verdict::Refuted { .. } | Verdict::IllTyped { .. } | Verdict::Contradiction { .. }
            )
        {
            return Err(contradiction(
                &written,
                format!("is {}", examination.verdict),
            ));
        }
        Ok(Self {
            what,
            typed,
            proved,
            examined,
        })
    }

    /// Whether somebody could check it: the proof that it says what was derived, or an oracle that sees sharply.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.proved
            || self
                .examined
                .as_ref()
                .is_ok_and(|e| e.verdict.is_supported())
    }

    /// The oracles that agree, in the order of a report's columns.
    #[must_use]
    pub fn agreeing(&self) -> Vec<String> {
        let Ok(examination) = &self.examined else {
            return Vec::new();
        };
        let agrees = examination
            .findings
            .iter()
            .filter(|f| f.outcome == Outcome::Agrees);
        agrees.map(|f| f.oracle.to_string()).collect()
    }
}

/// The shorter of the forms with sums in brackets and multiplied out.
fn shortest(derived: &Network) -> Result<Expression, DerivationError> {
    let kept = derived.collected()?.notation();
    let expanded = derived.expanded()?.notation();
    let length = |expression: &Expression| expression.to_string().chars().count();
    Ok(if length(&expanded) < length(&kept) {
        expanded
    } else {
        kept
    })
}

/// The formula before every oracle, as a claim about f.
fn examined(workshop: &Workshop, what: &What, typed: &Typed) -> Result<Examination, String> {
    let signature = workshop.signature.clone();
    let f = workshop
        .formula
        .clone()
        .ok_or("a dimension occurs in no shape of a variable")?;
    let names = workshop.typing.names().iter().cloned();
    let formula = ExpressionFormula::new(typed.clone(), &workshop.typing, names)
        .map_err(|e| e.to_string())?;
    let quantity = match what {
        What::Gradient(w) => Quantity::gradient(f, w.as_str()),
        What::Jacobian(w) => Quantity::jacobian(f, w.as_str()),
        What::HessianBlock(r, c) => Quantity::hessian_block(f, r.as_str(), c.as_str()),
    };
    let claim =
        Claim::new(what.to_string(), signature, quantity, formula).map_err(|e| e.to_string())?;
    Ok(examine(&claim, workshop.seed))
}

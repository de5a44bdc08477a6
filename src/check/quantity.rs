//! What a formula can be claimed to equal, and its true value by any oracle that differentiates.

use super::counterexample::degree_of;
use super::derived::{Derived, has_derivatives};
use super::{ClaimError, Signature};
use crate::algebra::Dense;
use crate::expression::{By, ExpressionFormula, Kind as Node};
use crate::oracle::exact::{Exact, ExactNumber};
use crate::oracle::{AnyFunction, Differentiator, Direction, Estimate, Estimates, OracleError};
use crate::scalar::{Number, Ratio};
use nalgebra::DMatrix;
use std::sync::Arc;

/// A quantity defined by derivatives of functions: what a claimed formula must equal.
///
/// Variables and directions are named as in the claim's [`Signature`].
#[derive(Clone)]
pub struct Quantity {
    pub(super) kind: Kind,
}

#[derive(Clone)]
pub(super) enum Kind {
    /// F itself.
    Value { of: Arc<dyn AnyFunction> },
    /// ∂f/∂W, of the shape of W, for a scalar f.
    Gradient {
        of: Arc<dyn AnyFunction>,
        variable: String,
    },
    /// ∂²f/∂R∂C: rows belong to vec R, columns to vec C.
    HessianBlock {
        of: Arc<dyn AnyFunction>,
        row: String,
        column: String,
    },
    /// The first differential of F, or the second, when the variables move by the arguments paired with them.
    Differential {
        of: Arc<dyn AnyFunction>,
        directions: Vec<(String, String)>,
        twice: bool,
    },
    /// The `variable` part of the Hessian applied to the directions (each a pair of variable and argument).
    HessianVector {
        of: Arc<dyn AnyFunction>,
        variable: String,
        directions: Vec<(String, String)>,
    },
    /// weight · (∂vec R/∂vec row)ᵀ (∂vec R/∂vec column) for a residual matrix R.
    GaussNewtonBlock {
        residual: Arc<dyn AnyFunction>,
        weight: Ratio,
        row: String,
        column: String,
    },
    /// What the Gauss–Newton part leaves of the Hessian block.
    ResidualBlock {
        of: Arc<dyn AnyFunction>,
        gauss_newton: Box<Quantity>,
    },
    /// The `variable` part of weight · JᵀJ applied to the directions.
    GaussNewtonVector {
        residual: Arc<dyn AnyFunction>,
        weight: Ratio,
        variable: String,
        directions: Vec<(String, String)>,
    },
    /// ∂vec F/∂vec W: rows belong to vec F, columns to vec W.
    Jacobian {
        of: Arc<dyn AnyFunction>,
        variable: String,
    },
    /// An expression in which derivatives stand.
    Derived(Box<Derived>),
}

fn named(directions: &[(&str, &str)]) -> Vec<(String, String)> {
    directions
        .iter()
        .map(|&(v, d)| (v.to_owned(), d.to_owned()))
        .collect()
}

impl Quantity {
    /// F itself: the claim is an identity.
    pub fn value(of: impl AnyFunction + 'static) -> Self {
        Self {
            kind: Kind::Value { of: Arc::new(of) },
        }
    }

    /// What a claim says: its formula as a quantity, for others to be compared with; `None` for code.
    #[must_use]
    pub fn claimed(claim: &super::Claim) -> Option<Self> {
        match &claim.form {
            super::Form::Written(of) => Some(Self {
                kind: Kind::Value { of: of.clone() },
            }),
            super::Form::Derived(quantity) => Some(quantity.clone()),
            super::Form::Kernel(_) => None,
        }
    }

    /// ∂f/∂W, of the shape of the variable W.
    pub fn gradient(of: impl AnyFunction + 'static, variable: &str) -> Self {
        Self {
            kind: Kind::Gradient {
                of: Arc::new(of),
                variable: variable.into(),
            },
        }
    }

    /// The first differential dF, of the shape of F, when the variables of `directions` move by the arguments paired
    /// with them.
    pub fn differential(of: impl AnyFunction + 'static, directions: &[(&str, &str)]) -> Self {
        Self {
            kind: Kind::Differential {
                of: Arc::new(of),
                directions: named(directions),
                twice: false,
            },
        }
    }

    /// The second differential d²F, the directions held constant.
    pub fn second_differential(
        of: impl AnyFunction + 'static,
        directions: &[(&str, &str)],
    ) -> Self {
        Self {
            kind: Kind::Differential {
                of: Arc::new(of),
                directions: named(directions),
                twice: true,
            },
        }
    }

    /// The Hessian block ∂²f/∂R∂C, rows belonging to vec R and columns to vec C.
    pub fn hessian_block(of: impl AnyFunction + 'static, row: &str, column: &str) -> Self {
        Self {
            kind: Kind::HessianBlock {
                of: Arc::new(of),
                row: row.into(),
                column: column.into(),
            },
        }
    }

    /// The part of the Hessian-vector product that belongs to `variable`, the Hessian being taken in the
    /// variables of `directions` and applied to the arguments paired with them.
    pub fn hessian_vector(
        of: impl AnyFunction + 'static,
        variable: &str,
        directions: &[(&str, &str)],
    ) -> Self {
        let directions = named(directions);
        Self {
            kind: Kind::HessianVector {
                of: Arc::new(of),
                variable: variable.into(),
                directions,
            },
        }
    }

    /// weight · J_RᵀJ_C, the Gauss–Newton part of the block for f = weight/2 · ‖residual‖².
    pub fn gauss_newton_block(
        residual: impl AnyFunction + 'static,
        weight: impl Into<Ratio>,
        row: &str,
        column: &str,
    ) -> Self {
        let (residual, weight) = (Arc::new(residual), weight.into());
        Self {
            kind: Kind::GaussNewtonBlock {
                residual,
                weight,
                row: row.into(),
                column: column.into(),
            },
        }
    }

    /// What the Gauss–Newton part leaves of the Hessian block of f: f = weight/2 · ‖residual‖² + terms that
    /// do not couple the two variables.
    pub fn residual_block(
        of: impl AnyFunction + 'static,
        residual: impl AnyFunction + 'static,
        weight: impl Into<Ratio>,
        row: &str,
        column: &str,
    ) -> Self {
        let gauss_newton = Box::new(Self::gauss_newton_block(residual, weight, row, column));
        Self {
            kind: Kind::ResidualBlock {
                of: Arc::new(of),
                gauss_newton,
            },
        }
    }

    /// The `variable` part of weight · JᵀJ applied to the directions.
    pub fn gauss_newton_vector(
        residual: impl AnyFunction + 'static,
        weight: impl Into<Ratio>,
        variable: &str,
        directions: &[(&str, &str)],
    ) -> Self {
        let (residual, weight, directions) = (Arc::new(residual), weight.into(), named(directions));
        Self {
            kind: Kind::GaussNewtonVector {
                residual,
                weight,
                variable: variable.into(),
                directions,
            },
        }
    }

    /// The Jacobian ∂vec F/∂vec W.
    pub fn jacobian(of: impl AnyFunction + 'static, variable: &str) -> Self {
        Self {
            kind: Kind::Jacobian {
                of: Arc::new(of),
                variable: variable.into(),
            },
        }
    }

    /// A parsed expression, derivatives and all. Where it is nothing but a derivative, it is that quantity.
    pub fn expression(formula: ExpressionFormula) -> Self {
        Self::derivative(&formula).unwrap_or_else(|| {
            if has_derivatives(formula.typed()) {
                Self {
                    kind: Kind::Derived(Box::new(Derived::new(formula))),
                }
            } else {
                Self::value(formula)
            }
        })
    }

    /// The gradient, Jacobian, Hessian block or differential that an expression is as a whole.
    fn derivative(formula: &ExpressionFormula) -> Option<Self> {
        let Node::Derivative { of, by } = &formula.typed().kind else {
            return None;
        };
        if has_derivatives(of) {
            return None;
        }
        let function = formula.with((**of).clone());
        match by.as_slice() {
            [By::Whole(w)] if of.shape.is_scalar() => Some(Self::gradient(function, w.as_str())),
            [By::Whole(w)] => Some(Self::jacobian(function, w.as_str())),
            // ∂²f/∂λ∂W has the shape of W, which a block has not.
            [By::Whole(r), By::Whole(c)] if of.shape.is_scalar() && !of.has_number(r) => {
                Some(Self::hessian_block(function, r.as_str(), c.as_str()))
            }
            [By::Along(moves)] => {
                let mut directions = Vec::new();
                for (variable, direction) in moves {
                    let Node::Name(direction) = &direction.kind else {
                        return None;
                    };
                    directions.push((variable.as_str(), direction.as_str()));
                }
                Some(Self::differential(function, &directions))
            }
            _ => None,
        }
    }

    /// The word for it in a report.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Value { .. } => "identity",
            Kind::Gradient { .. } => "gradient",
            Kind::Differential { twice: false, .. } => "differential",
            Kind::Differential { twice: true, .. } => "second differential",
            Kind::HessianBlock { .. } => "hessian-block",
            Kind::HessianVector { .. } => "hessian-vector product",
            Kind::GaussNewtonBlock { .. } => "gauss-newton block",
            Kind::ResidualBlock { .. } => "residual part",
            Kind::GaussNewtonVector { .. } => "gauss-newton product",
            Kind::Jacobian { .. } => "jacobian",
            Kind::Derived(_) => "derivative",
        }
    }

    /// Whether it is a product with directions, which are then arguments of the claim.
    #[must_use]
    pub fn has_directions(&self) -> bool {
        matches!(
            self.kind,
            Kind::Differential { .. } | Kind::HessianVector { .. } | Kind::GaussNewtonVector { .. }
        )
    }

    /// The function whose value decides whether a point is special (its residual or itself).
    pub(super) fn function(&self) -> &dyn AnyFunction {
        match &self.kind {
            Kind::Value { of }
            | Kind::Gradient { of, .. }
            | Kind::Differential { of, .. }
            | Kind::HessianBlock { of, .. }
            | Kind::HessianVector { of, .. }
            | Kind::ResidualBlock { of, .. }
            | Kind::Jacobian { of, .. } => of.as_ref(),
            Kind::GaussNewtonBlock { residual, .. } | Kind::GaussNewtonVector { residual, .. } => {
                residual.as_ref()
            }
            Kind::Derived(derived) => derived.skeleton(),
        }
    }

    /// The exact oracle for it at a point; a value needs none of its derivatives, and no polynomial.
    ///
    /// # Errors
    /// [`OracleError::NotPolynomial`], or where the function has no value.
    pub(super) fn exact<N: ExactNumber>(&self, point: &[Dense<N>]) -> Result<Exact, OracleError> {
        match &self.kind {
            Kind::Value { .. } => Ok(Exact::of_degree(0)),
            Kind::Derived(derived) => derived.exact(point),
            _ => degree_of(self.function(), point),
        }
    }

    /// Every name it uses must be an argument.
    pub(super) fn check_names(&self, signature: &Signature) -> Result<(), ClaimError> {
        let mut names: Vec<&String> = Vec::new();
        match &self.kind {
            Kind::Value { .. } | Kind::Derived(_) => {}
            Kind::Gradient { variable, .. } | Kind::Jacobian { variable, .. } => {
                names.push(variable)
            }
            Kind::HessianBlock { row, column, .. } | Kind::GaussNewtonBlock { row, column, .. } => {
                names.extend([row, column]);
            }
            Kind::Differential { directions, .. } => {
                names.extend(directions.iter().flat_map(|(v, d)| [v, d]));
            }
            Kind::HessianVector {
                variable,
                directions,
                ..
            }
            | Kind::GaussNewtonVector {
                variable,
                directions,
                ..
            } => {
                names.push(variable);
                names.extend(directions.iter().flat_map(|(v, d)| [v, d]));
            }
            Kind::ResidualBlock { gauss_newton, .. } => return gauss_newton.check_names(signature),
        }
        match names
            .into_iter()
            .find(|name| signature.position(name).is_none())
        {
            None => Ok(()),
            Some(name) => Err(ClaimError::UnknownName {
                name: name.clone(),
                signature: signature.to_string(),
            }),
        }
    }

    /// The directions of a Hessian-vector product: each variable moves by the argument paired with it.
    pub(super) fn direction<N: Number>(
        directions: &[(String, String)],
        signature: &Signature,
        point: &[Dense<N>],
    ) -> Direction<N> {
        let place = |name: &str| signature.position(name).unwrap_or_default();
        directions.iter().fold(
            Direction::zero(point.len()),
            |whole, (variable, argument)| {
                whole.with(place(variable), point[place(argument)].clone())
            },
        )
    }

    /// The true value at a point, every entry by derivatives along unit directions.
    ///
    /// # Errors
    /// [`OracleError`] where the differentiator has no answer.
    pub fn truth<N: Number>(
        &self,
        oracle: &dyn Differentiator<N>,
        signature: &Signature,
        point: &[Dense<N>],
    ) -> Result<Estimates<N>, OracleError> {
        let place = |name: &str| signature.position(name).unwrap_or_default();
        let unit = |argument: usize, entry: usize| Direction::unit(point, argument, entry);
        match &self.kind {
            Kind::Value { of } => oracle.value(of.as_ref(), point),
            Kind::Derived(derived) => derived.estimates(oracle, point),
            Kind::Gradient { of, variable } => {
                let a = place(variable);
                shaped_like(&point[a], |entry| {
                    scalar(oracle.first(of.as_ref(), point, &unit(a, entry))?)
                })
            }
            Kind::Differential {
                of,
                directions,
                twice,
            } => {
                let v = Self::direction(directions, signature, point);
                if *twice {
                    oracle.second(of.as_ref(), point, &v, &v)
                } else {
                    oracle.first(of.as_ref(), point, &v)
                }
            }
            Kind::HessianBlock { of, row, column } => {
                let (a, b) = (place(row), place(column));
                let units = |argument| Direction::units(point, argument);
                let block = oracle.second_block(of.as_ref(), point, &units(a), &units(b))?;
                let block: Vec<_> = block.into_iter().map(scalar).collect::<Result<_, _>>()?;
                Ok(DMatrix::from_vec(
                    entries(&point[a]),
                    entries(&point[b]),
                    block,
                ))
            }
            Kind::HessianVector {
                of,
                variable,
                directions,
            } => {
                let a = place(variable);
                let v = Self::direction(directions, signature, point);
                shaped_like(&point[a], |entry| {
                    scalar(oracle.second(of.as_ref(), point, &unit(a, entry), &v)?)
                })
            }
            Kind::GaussNewtonBlock {
                residual,
                weight,
                row,
                column,
            } => {
                let (a, b) = (place(row), place(column));
                let columns_of = |argument: usize| -> Result<Vec<_>, OracleError> {
                    let column =
                        |entry| oracle.first(residual.as_ref(), point, &unit(argument, entry));
                    (0..entries(&point[argument])).map(column).collect()
                };
                let (left, right) = (columns_of(a)?, columns_of(b)?);
                let weight = weight_number(*weight)?;
                table(left.len(), right.len(), |r, c| {
                    Ok(inner_product(&weight, &left[r], &right[c]))
                })
            }
            Kind::ResidualBlock { of, gauss_newton } => {
                let Kind::GaussNewtonBlock { row, column, .. } = &gauss_newton.kind else {
                    unreachable!("a residual block is built from a Gauss–Newton block")
                };
                let whole = Self {
                    kind: Kind::HessianBlock {
                        of: of.clone(),
                        row: row.clone(),
                        column: column.clone(),
                    },
                };
                let whole = whole.truth(oracle, signature, point)?;
                let part = gauss_newton.truth(oracle, signature, point)?;
                Ok(whole.zip_map(&part, |a, b| Estimate {
                    value: a.value.clone() - b.value.clone(),
                    error: a.error
                        + b.error
                        + N::UNIT_ROUNDOFF * a.value.pivot_size().max(b.value.pivot_size()),
                }))
            }
            Kind::GaussNewtonVector {
                residual,
                weight,
                variable,
                directions,
            } => {
                let a = place(variable);
                let v = Self::direction(directions, signature, point);
                let change = oracle.first(residual.as_ref(), point, &v)?;
                let weight = weight_number(*weight)?;
                shaped_like(&point[a], |entry| {
                    let column = oracle.first(residual.as_ref(), point, &unit(a, entry))?;
                    Ok(inner_product(&weight, &column, &change))
                })
            }
            Kind::Jacobian { of, variable } => {
                let a = place(variable);
                let columns: Vec<_> = (0..entries(&point[a]))
                    .map(|entry| oracle.first(of.as_ref(), point, &unit(a, entry)))
                    .collect::<Result<_, _>>()?;
                let rows = match columns.first() {
                    Some(column) => column.len(),
                    None => oracle.value(of.as_ref(), point)?.len(),
                };
                table(rows, columns.len(), |r, c| {
                    Ok(columns[c].as_slice()[r].clone())
                })
            }
        }
    }
}

fn entries<N: Number>(argument: &Dense<N>) -> usize {
    argument.as_matrix().len()
}

fn table<N: Number>(
    rows: usize,
    columns: usize,
    mut entry: impl FnMut(usize, usize) -> Result<Estimate<N>, OracleError>,
) -> Result<Estimates<N>, OracleError> {
    let mut values = Vec::with_capacity(rows * columns);
    for c in 0..columns {
        for r in 0..rows {
            values.push(entry(r, c)?);
        }
    }
    Ok(DMatrix::from_vec(rows, columns, values))
}

fn shaped_like<N: Number>(
    argument: &Dense<N>,
    mut entry: impl FnMut(usize) -> Result<Estimate<N>, OracleError>,
) -> Result<Estimates<N>, OracleError> {
    let (rows, columns) = argument.shape();
    table(rows, columns, |i, j| entry(i + rows * j))
}

/// The derivative of a scalar function, an error if the function is not scalar.
fn scalar<N: Number>(value: Estimates<N>) -> Result<Estimate<N>, OracleError> {
    Dense::from(value.map(|e| e.value)).to_number()?;
    Ok(value[0].clone())
}

fn weight_number<N: Number>(weight: Ratio) -> Result<N, OracleError> {
    Ok(N::from_ratio(weight).map_err(crate::algebra::AlgebraError::from)?)
}

/// weight · Σ a_i b_i; errors of the factors carried to first order, plus one rounding an operation.
fn inner_product<N: Number>(weight: &N, a: &Estimates<N>, b: &Estimates<N>) -> Estimate<N> {
    let mut value = N::zero();
    let (mut error, mut size) = (0.0, 0.0);
    for (a, b) in a.iter().zip(b.iter()) {
        value += a.value.clone() * b.value.clone();
        let (left, right) = (a.value.pivot_size(), b.value.pivot_size());
        error += left * b.error + right * a.error + a.error * b.error;
        size += left * right;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of entries")]
    let roundings = (a.len() + 2) as f64;
    // pivot_size is |x| for floating numbers; exact ones have neither error nor roundoff.
    let factor = weight.pivot_size();
    Estimate {
        value: weight.clone() * value,
        error: factor * (error + roundings * N::UNIT_ROUNDOFF * size),
    }
}

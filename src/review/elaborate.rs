//! Putting in what a document has defined: values for names and calls, directions for differentials.

use super::context::Context;
use super::given_size::general_kind;
use crate::document::Span;
use crate::expression::{By, Expression, Index, Kind, Name, Over};
use std::collections::BTreeMap;

/// Why an expression has no meaning here.
#[derive(Debug, Clone)]
pub(super) struct Meaningless {
    pub(super) message: String,
    pub(super) place: Span,
}

/// Definitions nest at most so deep.
const DEEPEST: usize = 40;

impl Context {
    /// The expression without defined names, calls and differentials.
    pub(super) fn elaborate(&self, e: &Expression) -> Result<Expression, Meaningless> {
        self.elaborated(e, 0)
    }

    fn elaborated(&self, e: &Expression, depth: usize) -> Result<Expression, Meaningless> {
        let meaningless = |message: String| Meaningless {
            message,
            place: e.span.clone(),
        };
        if depth > DEEPEST {
            return Err(meaningless("definitions nest too deep".into()));
        }
        let again = |e: &Expression| self.elaborated(e, depth + 1);
        let put = |value: Expression| Ok(located(value, &e.span));
        match &e.kind {
            Kind::Name(name) => {
                if let Some(value) = self.value(name) {
                    return put(again(&value)?);
                }
                if let Some(value) = self.changed(name, depth)? {
                    return put(value);
                }
                Ok(e.clone())
            }
            Kind::Call(name, arguments) => {
                let Some(definition) = self.definition(name) else {
                    return Err(meaningless(format!("{name} is not defined")));
                };
                let body = if self.keeps() {
                    &definition.written
                } else {
                    &definition.value
                };
                let body = body.as_ref().map(again).transpose()?;
                let Some(value) = body else {
                    return Err(meaningless(format!(
                        "the definition of {name} was not understood"
                    )));
                };
                let arguments = arguments.iter().map(again).collect::<Result<Vec<_>, _>>()?;
                // f(θ) of a function of (W, H) means both at once; nobody wrote which.
                if definition.parameters.is_empty() && !arguments.is_empty() {
                    let own = |a: &Expression| matches!(&a.kind, Kind::Name(n) if value.names().contains(n));
                    return if arguments.iter().all(own) {
                        put(value)
                    } else {
                        Err(meaningless(format!(
                            "the arguments of {name} are not known"
                        )))
                    };
                }
                if definition.parameters.len() != arguments.len() {
                    return Err(meaningless(format!(
                        "{name} has {} arguments, not {}",
                        definition.parameters.len(),
                        arguments.len()
                    )));
                }
                let values: BTreeMap<_, _> = definition
                    .parameters
                    .iter()
                    .cloned()
                    .zip(arguments)
                    .collect();
                put(value.substitute(&|name| values.get(name).cloned()))
            }
            Kind::Differential(of, times) => {
                let of = again(of)?;
                self.differential(of, usize::from(*times), &e.span)
            }
            Kind::Derivative { of, by } => {
                let mut names = of.names();
                if let Kind::Call(name, arguments) = &of.kind {
                    names.insert(0, name.clone());
                    if let [
                        Expression {
                            kind: Kind::Name(only),
                            ..
                        },
                    ] = arguments.as_slice()
                    {
                        // ∇J(w) is by w.
                        let by: Option<Vec<By>> = by
                            .iter()
                            .map(|by| match by {
                                By::Whole(name) if name.as_str().is_empty() => {
                                    Some(By::Whole(only.clone()))
                                }
                                By::Along(moves)
                                    if moves.iter().all(|(name, _)| name.as_str().is_empty()) =>
                                {
                                    Some(By::Along(
                                        moves
                                            .iter()
                                            .map(|(_, d)| (only.clone(), d.clone()))
                                            .collect(),
                                    ))
                                }
                                _ => None,
                            })
                            .collect();
                        if let Some(by) = by {
                            let e = Expression::from(Kind::Derivative { of: of.clone(), by })
                                .at(e.span.clone());
                            return self.elaborated(&e, depth + 1);
                        }
                    }
                }
                let of = again(of)?;
                let by = by
                    .iter()
                    .map(|by| self.variable(by, &of, &names, depth, &e.span))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(of.derivative(by).at(e.span.clone()))
            }
            Kind::Entry(of, i, j) => match &of.kind {
                Kind::Name(name) => match self.family(name, &[i.clone(), j.clone()]) {
                    Some(value) => put(value),
                    None => {
                        let stem = name.as_str().strip_prefix('d').unwrap_or_default();
                        match self.family(&stem.into(), &[i.clone(), j.clone()]) {
                            Some(value) => self.differential(again(&value)?, 1, &e.span),
                            None => self.inside(e, depth),
                        }
                    }
                },
                _ => self.inside(e, depth),
            },
            Kind::Element(of, i) => match &of.kind {
                Kind::Name(name) => match self.family(name, std::slice::from_ref(i)) {
                    Some(value) => put(value),
                    None => self.inside(e, depth),
                },
                _ => self.inside(e, depth),
            },
            Kind::IndexSum {
                indices,
                over: Some(Over::Set(set, row)),
                body,
            } => {
                let set = self.set(set);
                let over = Some(Over::Set(set, row.clone()));
                Ok(again(body)?
                    .index_sum(indices.clone(), over)
                    .at(e.span.clone()))
            }
            _ => self.inside(e, depth),
        }
    }

    fn inside(&self, e: &Expression, depth: usize) -> Result<Expression, Meaningless> {
        let kind = e
            .kind
            .try_map(|operand| self.elaborated(operand, depth + 1))?;
        Ok(Expression::rebuilt(general_kind(kind)).at(e.span.clone()))
    }

    /// dA of a defined A, dh of h = vec H.
    fn changed(&self, name: &Name, depth: usize) -> Result<Option<Expression>, Meaningless> {
        if let Some(stem) = name
            .as_str()
            .strip_prefix('δ')
            .filter(|stem| !stem.is_empty())
        {
            return self.varied(&stem.into(), depth);
        }
        let Some(stem) = name
            .as_str()
            .strip_prefix('d')
            .filter(|stem| !stem.is_empty())
        else {
            return Ok(None);
        };
        if self.declarations.get(name.as_str()).is_some() {
            return Ok(None);
        }
        let stem = Name::from(stem);
        if let Some(value) = self.value(&stem) {
            let value = self.elaborated(&value, depth + 1)?;
            return self.differential(value, 1, &(0..0)).map(Some);
        }
        let capital = Name::from(stem.as_str().to_uppercase());
        let unknown = self.shape(&stem).is_none() && stem != capital;
        if unknown && stem.as_str().chars().count() == 1 && self.moves(&capital) {
            return Ok(Some(Expression::name(format!("d{capital}")).vec()));
        }
        Ok(None)
    }

    /// δA of a defined A, where δW is known of its variables.
    fn varied(&self, stem: &Name, depth: usize) -> Result<Option<Expression>, Meaningless> {
        let Some(value) = self.value(stem) else {
            return Ok(None);
        };
        let value = self.elaborated(&value, depth + 1)?;
        let mut moves = Vec::new();
        for name in value.names() {
            let change = Name::from(format!("δ{name}"));
            if let Some(direction) = self.value(&change) {
                moves.push((name, self.elaborated(&direction, depth + 1)?));
            } else if self.anchored(&change) {
                moves.push((name, Expression::name(change)));
            }
        }
        Ok((!moves.is_empty()).then(|| value.derivative(vec![By::Along(moves)])))
    }

    fn differential(
        &self,
        of: Expression,
        times: usize,
        span: &Span,
    ) -> Result<Expression, Meaningless> {
        let moving = self.moving(&of);
        if moving.is_empty() {
            return Err(Meaningless {
                message: "it is not said which variables move".into(),
                place: span.clone(),
            });
        }
        let moves: Vec<_> = moving
            .iter()
            .map(|name| (name.clone(), Expression::name(format!("d{name}"))))
            .collect();
        Ok(of
            .derivative(vec![By::Along(moves); times])
            .at(span.clone()))
    }

    fn variable(
        &self,
        by: &By,
        of: &Expression,
        written: &[Name],
        depth: usize,
        span: &Span,
    ) -> Result<By, Meaningless> {
        let meaningless = |message: String| Meaningless {
            message,
            place: span.clone(),
        };
        let known = |name: &Name| -> Result<Name, Meaningless> {
            if !name.as_str().is_empty() {
                if self.value(name).is_some() && !of.names().contains(name) {
                    return Err(meaningless(format!(
                        "{name} is an expression here, a derivative by it is not read"
                    )));
                }
                return Ok(name.clone());
            }
            let definition = written.iter().find_map(|name| self.definition(name));
            if let Some(only) = self.only_variable(of) {
                return Ok(only);
            }
            match definition.map(|d| d.parameters.as_slice()) {
                Some([only]) => Ok(only.clone()),
                _ => match of.names().as_slice() {
                    [only] => Ok(only.clone()),
                    _ => Err(meaningless("it is not said by which variable".into())),
                },
            }
        };
        Ok(match by {
            By::Whole(name) => By::Whole(known(name)?),
            By::Stacked(name) => By::Stacked(known(name)?),
            By::Row(name) => By::Row(known(name)?),
            By::Along(moves) => By::Along(
                moves
                    .iter()
                    .map(|(name, direction)| {
                        Ok((known(name)?, self.elaborated(direction, depth + 1)?))
                    })
                    .collect::<Result<_, Meaningless>>()?,
            ),
        })
    }
}

/// The expression with this place for all its parts.
pub(super) fn located(e: Expression, span: &Span) -> Expression {
    let Ok(kind) = e
        .kind
        .try_map(|operand| Ok::<_, std::convert::Infallible>(located(operand.clone(), span)));
    Expression {
        kind,
        span: span.clone(),
    }
}

/// The expression with indices replaced by others.
pub(super) fn reindexed(e: &Expression, change: &BTreeMap<Name, Index>) -> Expression {
    let Ok(mut kind) = e
        .kind
        .try_map(|operand| Ok::<_, std::convert::Infallible>(reindexed(operand, change)));
    let put = |index: &mut Index| {
        if let Index::Name(name) = index
            && let Some(other) = change.get(name)
        {
            *index = other.clone();
        }
    };
    match &mut kind {
        Kind::UnitVector { index, .. } => put(index),
        Kind::UnitMatrix { row, column, .. } => {
            put(row);
            put(column);
        }
        Kind::Delta(i, j) | Kind::Entry(_, i, j) => {
            put(i);
            put(j);
        }
        Kind::Element(_, i) | Kind::Row(_, i) | Kind::Column(_, i) => put(i),
        _ => {}
    }
    Expression {
        kind,
        span: e.span.clone(),
    }
}

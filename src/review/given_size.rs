//! Sizes that a text gives as numbers: a 784×128 matrix is judged as a matrix of any size.
//!
//! No rule of derivatives depends on a large number, and no oracle computes with matrices of that size. So a large
//! number that stands for a size is a dimension of its own; small ones stay, since 2×2 matrices have laws of their
//! own.

use crate::expression::{Declarations, Expression, Kind, Over, Shape, Size};
use num_traits::ToPrimitive;

/// From here on a number is a name.
const LARGE: u64 = 9;

/// Begins the name of such a dimension.
const MARK: &str = "size";

/// A text with the numbers themselves for the names of their dimensions.
pub(super) fn as_given(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if !part.starts_with(|c: char| c.is_ascii_digit()) {
            all.push_str(MARK);
        }
        all.push_str(part);
    }
    all
}

/// The size, or a dimension that is named like it.
pub(super) fn general(size: &Size) -> Size {
    match size.as_number() {
        Some(number) if number >= LARGE => Size::name(format!("{MARK}{number}")),
        _ => size.clone(),
    }
}

/// Both sizes.
pub(super) fn general_shape(shape: &Shape) -> Shape {
    Shape::new(general(&shape.rows), general(&shape.columns))
}

/// The sizes that a node itself names.
pub(super) fn general_kind(kind: Kind) -> Kind {
    let pair = |sizes: Option<(Size, Size)>| sizes.map(|(m, n)| (general(&m), general(&n)));
    match kind {
        Kind::Identity(size) => Kind::Identity(size.as_ref().map(general)),
        Kind::Ones(sizes) => Kind::Ones(pair(sizes)),
        Kind::Zero(sizes) => Kind::Zero(pair(sizes)),
        Kind::Commutation(sizes) => Kind::Commutation(pair(sizes)),
        Kind::IndexSum {
            indices,
            over: Some(Over::UpTo(size)),
            body,
        } => Kind::IndexSum {
            indices,
            over: Some(Over::UpTo(general(&size))),
            body,
        },
        kind => kind,
    }
}

/// A number that an expression has as a number, and this expression or a shape as a size: tr(I₇₈₄) = 784.
pub(super) fn counted(sides: &[&Expression], shapes: &Declarations) -> Option<u64> {
    let mut given: Vec<u64> = Vec::new();
    for (_, declared) in shapes.names() {
        let sizes = declared.shape.iter().flat_map(|s| [&s.rows, &s.columns]);
        given.extend(
            sizes
                .filter_map(Size::as_name)
                .filter_map(|name| name.as_str().strip_prefix(MARK)?.parse::<u64>().ok()),
        );
    }
    let mut numbers: Vec<u64> = Vec::new();
    for side in sides {
        side.any(&mut |e| {
            match &e.kind {
                Kind::Identity(Some(size)) => given.extend(size.as_number()),
                Kind::Ones(Some((m, n))) | Kind::Zero(Some((m, n))) => {
                    given.extend(m.as_number());
                    given.extend(n.as_number());
                }
                Kind::IndexSum {
                    over: Some(Over::UpTo(size)),
                    ..
                } => given.extend(size.as_number()),
                Kind::Number(number) => numbers.extend(number.to_u64()),
                _ => {}
            }
            false
        });
    }
    numbers
        .into_iter()
        .find(|number| *number >= LARGE && given.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sizes_are_general_and_small_ones_stay() {
        assert_eq!(general(&Size::from(784)), Size::name("size784"));
        assert_eq!(general(&Size::from(2)), Size::from(2));
        assert_eq!(general(&Size::name("n")), Size::name("n"));
        assert_eq!(as_given("x (size784×1), of size n"), "x (784×1), of size n");
    }

    #[test]
    fn a_size_that_is_counted_is_found() {
        let read = |text: &str| Expression::parse(text).unwrap();
        let shapes = Declarations::parse("X: 784 x 10").unwrap();
        let mut general = Declarations::default();
        for (name, declared) in shapes.names() {
            general.set_shape(
                name.clone(),
                general_shape(declared.shape.as_ref().unwrap()),
            );
        }
        let (left, right) = (read("tr(X^T X)"), read("784"));
        assert_eq!(counted(&[&left, &right], &general), Some(784));
        assert_eq!(counted(&[&left], &general), None);
        let none = Declarations::default();
        assert_eq!(counted(&[&read("tr(I_{784})"), &right], &none), Some(784));
    }
}

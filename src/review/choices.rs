//! Which of the free indices of an equation are equal: δ_ps and its like are seen by numbers only where p = s.

use super::equality::Equation;
use crate::expression::{Index, Kind, Name, Over, Size, Typed};
use std::collections::BTreeMap;

/// A number for each free index.
pub(super) type Choice = BTreeMap<Name, usize>;

/// So many choices are looked at.
const MOST: usize = 24;

/// A choice for every way in which free indices of one range can be equal; the first has all of them different.
///
/// Of an equation without free indices there is one, which is empty.
pub(super) fn choices(equation: &Equation) -> Vec<Choice> {
    let mut free = Vec::new();
    for typed in [&equation.left, &equation.right] {
        indices(typed, &mut Vec::new(), &mut free);
    }
    let mut ranges: Vec<(&Size, Vec<&Name>)> = Vec::new();
    for name in &free {
        let Some(size) = equation.typing.indices().get(name) else {
            continue;
        };
        match ranges.iter_mut().find(|(range, _)| *range == size) {
            Some((_, names)) => names.push(name),
            None => ranges.push((size, vec![name])),
        }
    }
    let mut all = vec![Choice::new()];
    for (_, names) in &ranges {
        let ways = partitions(names.len());
        let mut longer = Vec::new();
        for way in &ways {
            for choice in &all {
                let more = names.iter().zip(way);
                let mut choice: Choice = choice.clone();
                choice.extend(more.map(|(name, at)| ((*name).clone(), *at)));
                longer.push(choice);
            }
        }
        longer.truncate(MOST);
        all = longer;
    }
    all
}

/// The partitions of so many things, as the number of the part of each; the finest first. Of many things only these:
/// all different, all equal, and two equal.
fn partitions(count: usize) -> Vec<Vec<usize>> {
    const FEW: usize = 4;
    let finest: Vec<usize> = (0..count).collect();
    if count > FEW {
        let pairs = (0..count).flat_map(|i| (0..i).map(move |j| (i, j)));
        let equal = pairs.map(|(i, j)| {
            let mut way = finest.clone();
            way[i] = j;
            way
        });
        let ends = [finest.clone(), vec![0; count]];
        return ends.into_iter().chain(equal).take(MOST).collect();
    }
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        all = all
            .into_iter()
            .flat_map(|way: Vec<usize>| {
                let parts = way.iter().max().map_or(0, |last| last + 1);
                (0..=parts)
                    .rev()
                    .map(move |part| [way.clone(), vec![part]].concat())
            })
            .collect();
    }
    all
}

/// The indices that no sum binds, in order of appearance.
fn indices(typed: &Typed, bound: &mut Vec<Name>, free: &mut Vec<Name>) {
    let mut note = |index: &Index, bound: &[Name]| {
        if let Index::Name(name) = index
            && !bound.contains(name)
            && !free.contains(name)
        {
            free.push(name.clone());
        }
    };
    match &typed.kind {
        Kind::UnitVector { index, .. } => note(index, bound),
        Kind::UnitMatrix { row, column, .. } => {
            note(row, bound);
            note(column, bound);
        }
        Kind::Delta(i, j) | Kind::Entry(_, i, j) => {
            note(i, bound);
            note(j, bound);
        }
        Kind::Element(_, i) | Kind::Row(_, i) | Kind::Column(_, i) => note(i, bound),
        _ => {}
    }
    let depth = bound.len();
    if let Kind::IndexSum { indices, over, .. } = &typed.kind {
        if let Some(Over::Set(_, Some(row))) = over {
            note(row, bound);
        }
        bound.extend(indices.iter().cloned());
    }
    for operand in typed.kind.operands() {
        self::indices(operand, bound, free);
    }
    bound.truncate(depth);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_be_equal_the_finest_first() {
        assert_eq!(partitions(0), vec![Vec::<usize>::new()]);
        assert_eq!(partitions(2), vec![vec![0, 1], vec![0, 0]]);
        let three = partitions(3);
        assert_eq!(three[0], [0, 1, 2]);
        assert_eq!(three.len(), 5);
        assert_eq!(partitions(4).len(), 15);
        let many = partitions(40);
        assert_eq!((many[0][39], many[1][39], many.len()), (39, 0, MOST));
    }
}

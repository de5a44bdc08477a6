//! Derivatives as a person reads them, with who checked them.

use crate::derivation::{Derivation, Derivative};
use std::fmt::Write;

/// The expression, its letters, a line for each derivative, and its witnesses.
#[must_use]
pub fn human(derivation: &Derivation) -> String {
    let mut text = format!(
        "f = {}\n    {}\n\n",
        derivation.expression(),
        derivation.typing
    );
    let rows: Vec<_> = derivation
        .derivatives
        .iter()
        .map(|d| {
            (
                d.what.to_string(),
                d.typed.to_string(),
                d.typed.shape.to_string(),
            )
        })
        .collect();
    let width = |text: &str| text.chars().count();
    let names = rows.iter().map(|r| width(&r.0)).max().unwrap_or(0);
    let formulas = rows.iter().map(|r| width(&r.1)).max().unwrap_or(0).min(60);
    for (name, formula, shape) in &rows {
        let gap = " ".repeat(names - width(name));
        let tail = " ".repeat(formulas.saturating_sub(width(formula)));
        let _ = writeln!(text, "{gap}{name} = {formula}{tail}   {shape}");
    }
    for (witnesses, whats) in by_witnesses(&derivation.derivatives) {
        let _ = write!(text, "\n{witnesses}: {whats}");
    }
    text
}

/// Who checked which derivatives, those with the same witnesses together.
fn by_witnesses(derivatives: &[Derivative]) -> Vec<(String, String)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for d in derivatives {
        let witnesses = witnesses(d);
        match groups.iter_mut().find(|(known, _)| *known == witnesses) {
            Some((_, whats)) => whats.push(d.what.to_string()),
            None => groups.push((witnesses, vec![d.what.to_string()])),
        }
    }
    if let [(witnesses, _)] = groups.as_slice() {
        return vec![(witnesses.clone(), "all of it".to_owned())];
    }
    groups
        .into_iter()
        .map(|(witnesses, whats)| (witnesses, whats.join(", ")))
        .collect()
}

fn witnesses(d: &Derivative) -> String {
    let mut said = Vec::new();
    if d.proved {
        said.push("proved for every shape".to_owned());
    }
    let numeric: Vec<_> = d
        .agreeing()
        .into_iter()
        .filter(|name| name != "symbolic")
        .collect();
    match &d.examined {
        Err(reason) => said.push(format!("other oracles could not be asked ({reason})")),
        Ok(_) if numeric.is_empty() => said.push("no other oracle could tell".to_owned()),
        Ok(_) => said.push(format!("{} agree", numeric.join(", "))),
    }
    said.join("; ")
}

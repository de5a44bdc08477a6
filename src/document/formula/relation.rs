//! The signs of relations.

use super::super::Relation;

/// The relation that a control word or a character stands for.
pub(super) fn relation(text: &str) -> Option<Relation> {
    Some(match text {
        "=" => Relation::Equal,
        r"\coloneqq" | r"\coloneq" | r"\triangleq" | r"\doteq" | r"\equiv" | r"\eqdef"
        | r"\defeq" | r"\vcentcolon" | "≔" | "≜" | "≡" => Relation::Defined,
        r"\le" | r"\leq" | r"\leqslant" | r"\leqq" | r"\preceq" | r"\preccurlyeq" | r"\lesssim"
        | "≤" | "⩽" | "⪯" => Relation::LessOrEqual,
        r"\ge" | r"\geq" | r"\geqslant" | r"\geqq" | r"\succeq" | r"\succcurlyeq" | r"\gtrsim"
        | "≥" | "⩾" | "⪰" => Relation::GreaterOrEqual,
        "<" | r"\lt" | r"\prec" | r"\ll" | "≺" | "≪" => Relation::Less,
        ">" | r"\gt" | r"\succ" | r"\gg" | "≻" | "≫" => Relation::Greater,
        r"\ne" | r"\neq" | "≠" => Relation::NotEqual,
        r"\approx" | r"\simeq" | r"\sim" | r"\cong" | r"\approxeq" | "≈" | "≃" | "∼" => {
            Relation::Approximately
        }
        r"\propto" | r"\varpropto" | "∝" => Relation::Proportional,
        r"\leftarrow" | r"\gets" | r"\longleftarrow" | r"\Leftarrow" | "←" | "⟵" => {
            Relation::Assigned
        }
        r"\in" | "∈" => Relation::In,
        r"\subset" | r"\subseteq" | r"\supset" | r"\supseteq" | r"\to" | r"\mapsto"
        | r"\rightarrow" | r"\longrightarrow" | r"\longmapsto" | r"\notin" | r"\perp" | r"\ni"
        | "→" | "↦" | "⊂" | "⊆" | "∉" | "⊥" => Relation::Other,
        _ => return None,
    })
}

/// Whether a control word or a character says that one statement follows from another.
pub(super) fn is_implication(text: &str) -> bool {
    matches!(
        text,
        r"\implies"
            | r"\Rightarrow"
            | r"\Longrightarrow"
            | r"\iff"
            | r"\Leftrightarrow"
            | r"\Longleftrightarrow"
            | r"\impliedby"
            | r"\therefore"
            | r"\because"
            | r"\land"
            | r"\wedge"
            | r"\leadsto"
            | r"\rightsquigarrow"
            | "⇒"
            | "⟹"
            | "⇔"
            | "⟺"
            | "∴"
    )
}

/// What is written above a sign of equality that defines.
pub(super) fn says_definition(above: &str) -> bool {
    let above = above.to_lowercase();
    above.contains("def")
        || above.contains("triangle")
        || above.trim() == "!"
        || above.contains('Δ')
}

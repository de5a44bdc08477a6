//! Wrong derivatives of a quadratic form, right at symmetric matrices.

use super::Liar;
use crate::check::Quantity;
use crate::formula;
use crate::study::claims::Topic;

const TOPIC: Topic = Topic {
    group: "xᵀAx",
    signature: "A: n×n scale 1, x: n×1 scale 1",
    directions: "",
};

#[rustfmt::skip] // a table: one claim after another
pub(super) fn liars() -> Vec<Liar> {
    let value = formula!(|a, x| x.t() * a * x);
    vec![
        TOPIC.liar("2Ax for (A + Aᵀ)x", r"\nabla_x f = 2Ax", Quantity::gradient(value, "x"), formula!(|a, x| 2 * (a * x)))
            .right_where("A symmetric"),
        TOPIC.liar("2A for A + Aᵀ", r"\nabla^2_{xx} f = 2A", Quantity::hessian_block(value, "x", "x"), formula!(|a, _x| 2 * a))
            .right_where("A symmetric"),
        TOPIC.liar("Aᵀx for (A + Aᵀ)x", r"\nabla_x f = A^\top x", Quantity::gradient(value, "x"), formula!(|a, x| a.t() * x))
            .right_where("A x = 0"),
        TOPIC.liar("outer product transposed", r"\nabla_A f = x^\top x", Quantity::gradient(value, "A"), formula!(|_a, x| x.t() * x))
            .right_where("shapes fit only if n = 1"),
    ]
}

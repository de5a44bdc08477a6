//! A mixed Hessian block whose residual part was forgotten, asked about at a point that hides the mistake.
//!
//! Run with `cargo run --example check_a_hessian_block`.

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use matproof::algebra::{Dense, HALF};
use matproof::check::{Claim, ClaimError, Quantity, Signature, examine_at};
use matproof::formula;

pub(crate) fn main() -> Result<(), ClaimError> {
    let signature = Signature::parse("X: n×m, W: n×k, H: k×m")?;
    let f = formula!(|x, w, h| HALF * (x - w * h).squared_norm());

    // ∂²f/∂W∂H = H ⊗ W is what remains of (H ⊗ W) + (I ⊗ A)K where the residual A = WH − X is zero.
    let block = Quantity::hessian_block(f, "W", "H");
    let claim = Claim::new(
        "∇²_WH f = H ⊗ W",
        signature,
        block,
        formula!(|_x, w, h| h.kron(w)),
    )?;

    // X = WH: at an exact fit the formula is right.
    let w = Dense::from_rows(&[[1.0, 2.0], [0.5, -1.0], [3.0, 0.25]]);
    let h = Dense::from_rows(&[[2.0, -1.0, 0.5, 1.0], [0.25, 1.0, -2.0, 4.0]]);
    let x = Dense::from(w.as_matrix() * h.as_matrix());
    println!("{}", examine_at(&claim, vec![x, w, h], 7));
    Ok(())
}

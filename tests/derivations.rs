//! Every relation of the derivations that ship, a test each.

matproof::test_derivations!("derivations");

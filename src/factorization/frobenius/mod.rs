//! ½‖X − WH‖²_F: X n×m, W n×k, H k×m.

pub mod formulas;

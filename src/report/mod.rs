//! The page that shows the results: pictures, tables and typeset formulas.
//!
//! Nothing here computes a number. Everything is drawn from plain data handed in, and the only
//! arithmetic is that of paper: scales, ticks and places.
//!
//! - [`plot`]: one file per kind of picture; each is a plain struct with a `draw` method.
//! - [`typeset`]: LaTeX to MathML, so that formulas need neither network nor script.
//! - [`page`]: the HTML page, one self-contained file.
//! - [`contents`]: what the report says, section by section.
//! - [`json`]: the same results for programs, laid out as [`schema`] says; [`markdown`]: the verdicts for a comment.
//! - [`files`]: writing all of it into a directory.

pub mod contents;
pub mod derivation;
pub mod factorization;
pub mod files;
pub mod json;
pub mod markdown;
mod notation;
pub mod page;
pub mod plot;
pub mod review;
pub mod schema;
pub mod selftest;
pub mod spectrum;
pub mod tone;
pub mod typeset;

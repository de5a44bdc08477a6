//! The `matproof` command; everything it does is in the library's [`matproof::cli`].
fn main() {}

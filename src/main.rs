//! The `matproof` command; everything it does is in the library's [`matproof::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    matproof::cli::run(std::env::args_os())
}

//! The command line: one file for each subcommand.
//!
//! Exit code 0: everything holds. 1: something is refuted. 2: could not run (bad usage, unreadable or malformed
//! input), or two oracles contradict each other. Results go to standard output, progress and diagnostics to
//! standard error.

mod check;
mod derive;
mod diagnostic;
mod factorize;
mod objective;
mod observed;
mod progress;
mod report;
mod schema;
mod selftest;
mod shell;
mod spectrum;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Is this matrix derivative right?
#[derive(Debug, Parser)]
#[command(name = "matproof", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check what a derivation in Markdown or LaTeX states
    Check(check::Check),
    /// A script that completes commands and options in a shell
    Completions(shell::Completions),
    /// Gradients and Hessian blocks of an expression, in matrix notation
    Derive(derive::Derive),
    /// Factors of a data matrix, by solvers whose steps rest on checked derivations
    Factorize(factorize::Factorize),
    /// Manual pages
    Man(shell::Man),
    /// Check every shipped formula before every oracle and write a page of plots and tables
    Report(report::Report),
    /// What the JSON of a command holds, as JSON Schema
    Schema(schema::Schema),
    /// How many mistakes the oracles notice: equations that are right, spoiled one by one
    Selftest(selftest::Selftest),
    /// The smallest (or largest) eigenvalue of the Hessian of a factorization, without building it
    Spectrum(spectrum::Spectrum),
}

/// How a command ended.
enum Ending {
    /// Everything holds.
    Holds,
    /// Something is refuted.
    Refuted,
    /// Two oracles contradict each other.
    Contradiction,
    /// The input could not be used, and that was told.
    CouldNotRun,
}

/// Runs the command line with these arguments (the first is the program's name).
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not errors; clap knows which stream they belong to. A closed pipe
            // is the reader's choice.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let ending = match arguments.command {
        Command::Check(check) => check.run(),
        Command::Completions(completions) => completions.run(),
        Command::Derive(derive) => derive.run(),
        Command::Factorize(factorize) => factorize.run(),
        Command::Man(man) => man.run(),
        Command::Report(report) => report.run(),
        Command::Schema(schema) => schema.run(),
        Command::Selftest(selftest) => selftest.run(),
        Command::Spectrum(spectrum) => spectrum.run(),
    };
    match ending {
        Ok(Ending::Holds) => ExitCode::SUCCESS,
        Ok(Ending::Refuted) => ExitCode::from(1),
        Ok(Ending::Contradiction | Ending::CouldNotRun) => ExitCode::from(2),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard output. A reader that has gone away (a closed pipe) ends the output, not the
/// program.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

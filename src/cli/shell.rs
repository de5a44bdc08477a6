//! `matproof completions` and `matproof man`: what a shell and a pager want of a program.

use super::{Arguments, Ending};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::error::Error;
use std::path::PathBuf;

/// Arguments of `matproof completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof completions bash > ~/.local/share/bash-completion/completions/matproof
  matproof completions zsh > ~/.zfunc/_matproof
  matproof completions fish > ~/.config/fish/completions/matproof.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn Error>> {
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut Arguments::command(),
            "matproof",
            &mut script,
        );
        out(&script);
        Ok(Ending::Holds)
    }
}

/// Arguments of `matproof man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  matproof man | man -l -
  matproof man --out ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Write a page for the program and one for each command into this directory, made if missing
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn Error>> {
        let told = |path: &PathBuf, error| format!("cannot write {}: {error}", path.display());
        match &self.out {
            None => {
                let mut page = Vec::new();
                clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
                out(&page);
            }
            Some(directory) => {
                std::fs::create_dir_all(directory).map_err(|error| told(directory, error))?;
                clap_mangen::generate_to(Arguments::command(), directory)
                    .map_err(|error| told(directory, error))?;
            }
        }
        Ok(Ending::Holds)
    }
}

/// A reader that has gone away ends the output, not the program.
fn out(bytes: &[u8]) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(bytes);
}

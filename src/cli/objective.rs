//! The objectives by name, and what each of them has no place for.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Objective {
    Frobenius,
    Tikhonov,
    Masked,
}

/// Which of the options of an objective were given.
pub(super) struct Given {
    pub(super) lambda: bool,
    pub(super) m: bool,
    pub(super) mask: bool,
}

impl Objective {
    /// An option that the objective has no place for is a misunderstanding.
    pub(super) fn refuse(self, given: &Given) -> Result<(), String> {
        let (name, lambda, m, mask) = match self {
            Self::Frobenius => ("frobenius", given.lambda, given.m, given.mask),
            Self::Tikhonov => ("tikhonov", false, false, given.mask),
            Self::Masked => ("masked", false, given.m, false),
        };
        let unused = [("--lambda", lambda), ("--m", m), ("--mask", mask)];
        match unused.iter().find(|(_, given)| *given) {
            Some((option, _)) => Err(format!(
                "the objective {name} has no place for {option} (hint: see --objective)"
            )),
            None => Ok(()),
        }
    }
}

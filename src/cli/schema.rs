//! `matproof schema`: what the JSON of a command holds.

use super::{Ending, say};
use crate::report::schema::Printed;
use clap::{Args, ValueEnum};
use std::error::Error;

/// Arguments of `matproof schema`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matproof schema report > report.schema.json\n  matproof schema check"
)]
pub(super) struct Schema {
    /// The command whose JSON is described
    #[arg(value_enum)]
    command: Command,
}

#[derive(Debug, Clone, Copy)]
struct Command(Printed);

impl ValueEnum for Command {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Command; Printed::ALL.len()] = {
            let mut all = [Command(Printed::Check); Printed::ALL.len()];
            let mut i = 0;
            while i < all.len() {
                all[i] = Command(Printed::ALL[i]);
                i += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(self.0.name().into())
    }
}

impl Schema {
    pub(super) fn run(&self) -> Result<Ending, Box<dyn Error>> {
        say(serde_json::to_string_pretty(&self.command.0.schema())?);
        Ok(Ending::Holds)
    }
}

//! `guildhall audit`: the log, checked from the machine.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Failure, say};
use crate::{
    app::App,
    audit::{self, Checkpoint},
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Recompute the chain over the whole log and compare it with the newest checkpoint
    Verify,
}

pub fn run(app: &App, command: &Command) -> Result<ExitCode, Failure> {
    let Command::Verify = command;
    let checkpoint = Checkpoint::read(&app.config.keys_dir()).map_err(|fault| fault.sentence())?;
    let found = app
        .pool
        .read_here(|db| audit::verify(db, checkpoint.as_ref(), &app.keys.receipts))
        .map_err(|fault| fault.sentence())?;
    match found {
        Ok(whole) => {
            say(&format!("The log is whole: {} events, head {}\n", whole.events, whole.head))?;
            if whole.unnumbered > 0 {
                let n = whole.unnumbered;
                say(&format!(
                    "{n} more have no number yet: the server gives it, within a second\n"
                ))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            say(&format!("{broken}\n"))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

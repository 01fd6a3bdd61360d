//! `guildhall keys`: the keys that sign access tokens.

use clap::Subcommand;

use super::{Failure, say};
use crate::{
    accounts,
    app::{self, App, KeyUse},
    audit,
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new key for access tokens; nobody is signed out
    Rotate {
        /// For a key that may have been copied: the old keys go at once, and with them the access
        /// tokens that they signed; refresh tokens get new ones
        #[arg(long)]
        at_once: bool,
    },
    /// List the keys of access tokens and what each is good for
    List,
}

pub fn run(app: &App, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Rotate { at_once } => rotate(app, *at_once),
        Command::List => list(app),
    }
}

fn rotate(app: &App, at_once: bool) -> Result<(), Failure> {
    let (dir, life) = (app.config.keys_dir(), app.config.access_token_life);
    let id = app::rotate_token_keys(&dir, app.clock.now(), life, at_once)?;
    let key = id.clone();
    let noted = audit::act_as_system(app, "command-line", move |tx, call| {
        accounts::note_new_key(tx, call, &key, at_once)
    });
    noted.map_err(|fault| {
        format!("the key was created, but its audit event was not written: {}", fault.sentence())
    })?;
    let when = if at_once { "now; the old ones are gone" } else { "in a minute" };
    say(&format!("New key {id} in {}. It signs access tokens {when}.\n", dir.display()))?;
    Ok(())
}

fn list(app: &App) -> Result<(), Failure> {
    for (signer, used) in app.keys.tokens.all(app.clock.now(), app.config.access_token_life) {
        let used = match used {
            KeyUse::Coming => "signs soon",
            KeyUse::Signing => "signs",
            KeyUse::Leaving => "is good for what it signed",
            KeyUse::Retired => "has retired; the next rotation takes it away",
        };
        say(&format!("{} {used}\n", signer.id()))?;
    }
    Ok(())
}

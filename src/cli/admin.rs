//! `guildhall admin`: people with a role for the whole platform.

use clap::Subcommand;

use super::{Failure, say};
use crate::{
    accounts::{self, PlatformRole},
    app::App,
    audit,
    kernel::Email,
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an administrator (or auditor) and print the one-time token that sets the password
    Create {
        #[arg(long)]
        email: String,
        /// administrator or auditor
        #[arg(long, default_value = "administrator")]
        role: String,
    },
}

pub fn run(app: &App, command: &Command) -> Result<(), Failure> {
    let Command::Create { email, role } = command;
    let email = Email::parse(email)?;
    let role = PlatformRole::parse(role).ok_or("--role is administrator or auditor")?;
    let made = audit::act_as_system(app, "command-line", {
        let email = email.clone();
        move |tx, call| accounts::make_platform_user(tx, call, &email, role)
    });
    let (_, token) = made.map_err(|fault| fault.sentence())?;
    let url = &app.config.public_url;
    say(&format!(
        "{email} is {role}. Set the password within 24 hours, once, with this token:\n\n  {token}\n\n  curl -X POST {url}/v1/users/password -H 'Content-Type: application/json' \\\n    -d '{{\"token\":\"{token}\",\"password\":\"...at least 12 characters...\"}}'\n"
    ))?;
    Ok(())
}

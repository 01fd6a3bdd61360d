//! `guildhall admin`: people with a role for the whole platform.

use clap::Subcommand;

use super::{Failure, say};
use crate::{
    access::Duties,
    accounts::{self, PlatformRole},
    app::App,
    kernel::Email,
    prelude::*,
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
        /// What an administrator may do, as in people,verification (default: everything)
        #[arg(long)]
        duties: Option<String>,
    },
    /// Give an administrator these duties and no others, as where nobody is left who gives duties
    Duties {
        #[arg(long)]
        email: String,
        /// As in administrators,people; empty for none
        #[arg(long)]
        set: String,
    },
}

pub fn run(app: &App, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Create { email, role, duties } => create(app, email, role, duties.as_deref()),
        Command::Duties { email, set } => set_duties(app, email, set),
    }
}

fn create(app: &App, email: &str, role: &str, duties: Option<&str>) -> Result<(), Failure> {
    let email = Email::parse(email)?;
    let role = PlatformRole::parse(role).ok_or("--role is administrator or auditor")?;
    let duties = duties.map(parsed).transpose()?;
    if duties.is_some() && role == PlatformRole::Auditor {
        return Err("--duties are of administrators alone".into());
    }
    let made = audit::act_as_system(app, "command-line", {
        let email = email.clone();
        move |tx, call| match &duties {
            Some(duties) => accounts::make_administrator(tx, call, &email, duties),
            None => accounts::make_platform_user(tx, call, &email, role),
        }
    });
    let (_, token) = made.map_err(|fault| fault.sentence())?;
    let url = &app.config.public_url;
    say(&format!(
        "{email} is {role}. Set the password within 24 hours, once, with this token:\n\n  {token}\n\n  curl -X POST {url}/v1/users/password -H 'Content-Type: application/json' \\\n    -d '{{\"token\":\"{token}\",\"password\":\"...at least 12 characters...\"}}'\n"
    ))?;
    Ok(())
}

fn set_duties(app: &App, email: &str, set: &str) -> Result<(), Failure> {
    let email = Email::parse(email)?;
    let duties = parsed(set)?;
    let changed = audit::act_as_system(app, "command-line", {
        let email = email.clone();
        move |tx, call| accounts::set_duties(tx, call, &email, duties.clone())
    });
    let changed = changed.map_err(|fault| {
        let unknown = matches!(fault, Fault::Refused(_));
        if unknown { format!("there is no administrator {email}") } else { fault.sentence() }
    })?;
    let words = changed.duties.words();
    let has =
        if words.is_empty() { "no duties".to_owned() } else { format!("the duties: {words}") };
    say(&format!("{email} has {has}\n"))?;
    Ok(())
}

fn parsed(words: &str) -> Result<Duties, String> {
    Duties::parse(words).map_err(|word| {
        let known: Vec<&str> = Duty::ALL.iter().map(|duty| duty.as_str()).collect();
        format!("{word} is no duty; there are {}", known.join(", "))
    })
}

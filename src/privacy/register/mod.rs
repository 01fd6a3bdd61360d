//! The register of what is kept about a person: table by table, what it shows them and what
//! becomes of it when they close their account.

mod part;
mod people;
mod work;

pub use part::{AtClosure, Column, Part, Shown};

/// Everything that names a person, and what an export shows of it.
pub fn register() -> impl Iterator<Item = &'static Part> {
    people::PARTS.iter().chain(work::PARTS)
}

/// Columns that could name a person and stand in no part, each with the reason.
pub const UNSHOWN: &[(&str, &str)] = &[
    ("users.password_hash", "a secret, of use to a thief alone"),
    ("second_steps.password_hash", "a secret, of use to a thief alone"),
    ("user_tokens.password_hash", "a secret, of use to a thief alone"),
];

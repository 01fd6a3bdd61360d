//! The register of what is kept about a person: table by table, what it shows them and what
//! becomes of it when they close their account.

mod people;
mod work;

/// What becomes of rows when the account that they name is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtClosure {
    Erased,
    /// The row stays; it names nobody any more but an id.
    Nameless,
    Kept {
        why: &'static str,
        how_long: &'static str,
    },
}

/// How a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Plain,
    Time,
    Flag,
    Json,
    Marks,
}

/// One member of each row in an export.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub sql: &'static str,
    pub shown: Shown,
}

/// One file of an export. `$1` stands for the person's id in `whose`.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub file: &'static str,
    pub about: &'static str,
    pub table: &'static str,
    /// The columns of `table` by which it names a person.
    pub names: &'static [&'static str],
    pub whose: &'static str,
    /// A text that no two of the person's rows share.
    pub key: &'static str,
    pub columns: &'static [Column],
    pub at_closure: AtClosure,
}

const fn plain(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Plain }
}

const fn time(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Time }
}

const fn flag(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Flag }
}

const fn json(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Json }
}

const fn marks(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Marks }
}

const fn by(name: &'static str, sql: &'static str) -> Column {
    Column { name, sql, shown: Shown::Plain }
}

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

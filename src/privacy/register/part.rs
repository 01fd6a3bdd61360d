//! The parts of the register.

/// The fate of rows when the account that they name is closed.
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

pub const fn plain(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Plain }
}

pub const fn time(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Time }
}

pub const fn flag(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Flag }
}

pub const fn json(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Json }
}

pub const fn marks(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Marks }
}

pub const fn by(name: &'static str, sql: &'static str) -> Column {
    Column { name, sql, shown: Shown::Plain }
}

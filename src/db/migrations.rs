//! The schema, a migration for each room: one text for both databases. The words in capitals that
//! the text may hold are told in `docs/adr/0028-one-text-of-migrations-for-both-databases.md`.

use std::fmt;

use diesel::{
    backend::Backend,
    connection::BoxableConnection,
    migration::{
        Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion, Result,
    },
    pg::Pg,
    sqlite::Sqlite,
};

/// A migration as it stands in `migrations/<name>/`.
#[derive(Debug, Clone, Copy)]
struct Text {
    name: &'static str,
    up: &'static str,
    down: &'static str,
    /// What follows `up` on one database alone.
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! text {
    ($name:literal, $file:literal) => {
        include_str!(concat!("../../migrations/", $name, "/", $file))
    };
}

macro_rules! migration {
    ($name:literal) => {
        migration!($name, "", "")
    };
    ($name:literal, dialects) => {
        migration!($name, text!($name, "sqlite.sql"), text!($name, "postgres.sql"))
    };
    ($name:literal, $sqlite:expr, $postgres:expr) => {
        Text {
            name: $name,
            up: text!($name, "up.sql"),
            down: text!($name, "down.sql"),
            sqlite: $sqlite,
            postgres: $postgres,
        }
    };
}

/// Ordered by foreign keys: a table references only tables of migrations before it.
const ALL: [Text; 20] = [
    migration!("001_accounts", dialects),
    migration!("002_audit", dialects),
    migration!("003_outbox"),
    migration!("004_documents"),
    migration!("005_organisations"),
    migration!("006_suppliers", dialects),
    migration!("007_verification"),
    migration!("008_mail_domains"),
    migration!("009_identity_providers"),
    migration!("010_api_keys"),
    migration!("011_oversight"),
    migration!("012_capabilities", dialects),
    migration!("013_terms"),
    migration!("014_opportunities"),
    migration!("015_bids"),
    migration!("016_evaluation"),
    migration!("017_awards"),
    migration!("018_transparency"),
    migration!("019_search", dialects),
    migration!("020_privacy"),
];

/// Every migration, in the dialect of the database that asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migrations;

impl MigrationSource<Sqlite> for Migrations {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<Sqlite>>>> {
        Ok(in_dialect(&SQLITE, |text| text.sqlite))
    }
}

impl MigrationSource<Pg> for Migrations {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<Pg>>>> {
        Ok(in_dialect(&POSTGRES, |text| text.postgres))
    }
}

fn in_dialect<DB: Backend>(
    dialect: &'static Dialect,
    own: fn(&Text) -> &'static str,
) -> Vec<Box<dyn Migration<DB>>> {
    let translated = |text: &Text| -> Box<dyn Migration<DB>> {
        Box::new(Translated {
            name: Name(text.name),
            up: dialect.translate(text.up) + own(text),
            down: dialect.translate(text.down),
        })
    };
    ALL.iter().map(translated).collect()
}

/// How the words in capitals are written for one database.
#[derive(Debug)]
struct Dialect {
    /// Begins a line that is meant for this database alone.
    own: &'static str,
    /// Begins a line that is meant for the other one.
    other: &'static str,
    number: &'static str,
    bytes: &'static str,
    /// Triggers that refuse any change to what a table, written `TABLE` here, has recorded.
    kept: &'static str,
}

const SQLITE: Dialect = Dialect {
    own: "SQLITE ",
    other: "POSTGRES ",
    number: "integer primary key autoincrement",
    bytes: "blob",
    kept: "create trigger TABLE_are_kept_from_update before update on TABLE
begin select raise(abort, 'TABLE: what is recorded stays as it is'); end;
create trigger TABLE_are_kept_from_delete before delete on TABLE
begin select raise(abort, 'TABLE: what is recorded stays as it is'); end;",
};

const POSTGRES: Dialect = Dialect {
    own: "POSTGRES ",
    other: "SQLITE ",
    number: "bigint generated always as identity primary key",
    bytes: "bytea",
    kept: "create trigger TABLE_are_kept before update or delete on TABLE
for each row execute function guildhall_refuses();
create trigger TABLE_are_not_emptied before truncate on TABLE
for each statement execute function guildhall_refuses();",
};

impl Dialect {
    fn translate(&self, text: &str) -> String {
        text.lines().map(|line| self.line(line) + "\n").collect()
    }

    fn line(&self, line: &str) -> String {
        if line.starts_with(self.other) {
            return String::new();
        }
        if let Some(table) = line.strip_prefix("KEPT ").and_then(|rest| rest.strip_suffix(';')) {
            return self.kept.replace("TABLE", table);
        }
        let line = line.strip_prefix(self.own).unwrap_or(line);
        line.replace("NUMBER", self.number).replace("BYTES", self.bytes)
    }
}

struct Translated {
    name: Name,
    up: String,
    down: String,
}

impl<DB: Backend> Migration<DB> for Translated {
    fn run(&self, db: &mut dyn BoxableConnection<DB>) -> Result<()> {
        db.batch_execute(&self.up).map_err(|error| format!("{}: {error}", self.name).into())
    }

    fn revert(&self, db: &mut dyn BoxableConnection<DB>) -> Result<()> {
        db.batch_execute(&self.down).map_err(|error| format!("{}: {error}", self.name).into())
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &self.name
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}

struct Name(&'static str);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl MigrationName for Name {
    /// The digits before the name of the room.
    fn version(&self) -> MigrationVersion<'_> {
        self.0.split('_').next().unwrap_or(self.0).into()
    }
}

/// Each migration runs in a transaction: that is what diesel does unless told otherwise.
impl MigrationMetadata for Name {}

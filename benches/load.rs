//! What Guildhall costs, measured on the machine that this runs on: the real binary as a process
//! of its own, on SQLite and on a throwaway PostgreSQL, beside a bare handler in the same run.
//!
//! `cargo bench --bench load` measures everything and prints Markdown; `-- --quick` measures
//! shorter; `-- --only rush` measures one part and `-- --on sqlite` on one database.
//! `docs/measurements.md` keeps what was found.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement may fail loudly, prints what it finds and counts in fractions"
)]

#[path = "load/bare.rs"]
mod bare;
#[path = "load/client.rs"]
mod client;
#[path = "load/council.rs"]
mod council;
#[path = "load/drive.rs"]
mod drive;
#[path = "load/fill.rs"]
mod fill;
#[path = "load/flood.rs"]
mod flood;
#[path = "load/idle.rs"]
mod idle;
#[path = "load/machine.rs"]
mod machine;
#[path = "load/postgres.rs"]
mod postgres;
#[path = "load/process.rs"]
mod process;
#[path = "load/requests.rs"]
mod requests;
#[path = "load/rush.rs"]
mod rush;
#[path = "load/scaling.rs"]
mod scaling;
#[path = "load/words.rs"]
mod words;

use std::time::Duration;

use postgres::Cluster;
use process::{Database, Installation};

/// What was asked for on the command line.
#[derive(Debug, Clone)]
pub struct Asked {
    pub quick: bool,
    only: Option<String>,
    on: Option<String>,
}

impl Asked {
    fn read(arguments: &[String]) -> Self {
        let after = |flag: &str| {
            let place = arguments.iter().position(|a| a == flag)?;
            arguments.get(place + 1).cloned()
        };
        let quick = arguments.iter().any(|a| a == "--quick");
        Self { quick, only: after("--only"), on: after("--on") }
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }

    /// How long one figure is measured.
    pub const fn span(&self) -> Duration {
        Duration::from_millis(if self.quick { 800 } else { 4_000 })
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(port) = bare::asked_for(&arguments) {
        return bare::serve(port);
    }
    let asked = Asked::read(&arguments);
    let cluster = Cluster::start();
    println!("{}", machine::described(cluster.as_ref()));
    let mut databases = vec![Database::Sqlite];
    match &cluster {
        Some(cluster) => databases.push(Database::Postgres(cluster)),
        None => println!("PostgreSQL is not installed here: its half is left out.\n"),
    }
    databases.retain(|database| asked.on.as_deref().is_none_or(|on| on == database.short()));
    for database in databases {
        println!("# {}\n", database.name());
        on(database, &asked);
    }
}

/// Everything on one database.
fn on(database: Database<'_>, asked: &Asked) {
    if ["load", "rush", "flood", "idle"].iter().any(|part| asked.wants(part)) {
        let house = Installation::empty(database);
        let filled = fill::fill(&house, &fill::Wanted::usual(asked.quick));
        if asked.wants("load") {
            requests::measure(&house, &filled, asked);
        }
        if asked.wants("rush") {
            rush::measure(&house, &filled, asked);
        }
        if asked.wants("flood") {
            flood::measure(&house, &filled, asked);
        }
        if asked.wants("idle") {
            idle::measure(&house, asked);
        }
    }
    if asked.wants("scaling") {
        scaling::measure(database, asked);
    }
}

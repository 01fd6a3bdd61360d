//! `guildhall import`: open data in, with a verdict for every release.

use std::{
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, say};
use crate::{
    app::App,
    transparency::{self, ImportVerdict, Item},
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read OCDS 1.1 releases: JSON lines, releases, release packages or record packages
    Ocds {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print a verdict a line as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Default)]
struct Counts {
    accepted: u64,
    repaired: u64,
    unchanged: u64,
    rejected: u64,
}

impl Counts {
    fn add(&mut self, verdict: &ImportVerdict) {
        match verdict {
            ImportVerdict::Accepted { .. } => self.accepted += 1,
            ImportVerdict::Repaired { .. } => self.repaired += 1,
            ImportVerdict::Unchanged { .. } => self.unchanged += 1,
            ImportVerdict::Rejected { .. } => self.rejected += 1,
        }
    }
}

pub fn run(app: &App, command: &Command) -> Result<(), Failure> {
    let Command::Ocds { files, json } = command;
    let mut counts = Counts::default();
    for file in files {
        one(app, file, *json, &mut counts)
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let Counts { accepted, repaired, unchanged, rejected } = counts;
    let total = accepted + repaired + unchanged + rejected;
    let summary = format!(
        "{total} releases: {accepted} accepted, {repaired} repaired, {unchanged} unchanged, {rejected} rejected\n"
    );
    // Where verdicts are JSON, nothing else stands on the output.
    if *json {
        eprint(&summary)?;
    } else {
        say(&summary)?;
    }
    Ok(())
}

fn eprint(text: &str) -> io::Result<()> {
    io::Write::write_all(&mut io::stderr(), text.as_bytes())
}

fn one(app: &App, path: &Path, json: bool, counts: &mut Counts) -> Result<(), Failure> {
    let file = File::open(path)?;
    let bar = ProgressBar::new(file.metadata()?.len());
    let style = ProgressStyle::with_template(
        "{prefix} {bar:40} {percent}% {bytes}/{total_bytes}, {eta} to go",
    )?;
    bar.set_style(style);
    bar.set_prefix(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let mut place = 0_u64;
    let mut take = |item: Item| {
        place += 1;
        let verdict = match item {
            Item::Release(release) => {
                transparency::import(app, &release).map_err(|fault| fault.sentence())?
            }
            Item::Broken(why) => ImportVerdict::unreadable(why),
        };
        counts.add(&verdict);
        let shown =
            if json { as_json(path, place, &verdict) } else { as_text(path, place, &verdict) };
        bar.suspend(|| say(&shown)).map_err(|error| error.to_string())
    };
    transparency::releases(BufReader::new(bar.wrap_read(file)), &mut take)?;
    bar.finish_and_clear();
    Ok(())
}

fn as_json(path: &Path, place: u64, verdict: &ImportVerdict) -> String {
    let mut line = serde_json::json!({ "file": path.display().to_string(), "release": place });
    if let (Some(line), Ok(serde_json::Value::Object(said))) =
        (line.as_object_mut(), serde_json::to_value(verdict))
    {
        line.extend(said);
    }
    format!("{line}\n")
}

/// One line a release, and a line below it for each thing that was put right or is wrong.
fn as_text(path: &Path, place: u64, verdict: &ImportVerdict) -> String {
    let at = format!("{}:{place}", path.display());
    match verdict {
        ImportVerdict::Accepted { ocid, opportunity_id } => {
            format!("{at}: accepted {ocid} as {opportunity_id}\n")
        }
        ImportVerdict::Repaired { ocid, opportunity_id, repairs } => {
            let lines = repairs.iter().map(|r| format!("    {} {}\n", r.pointer, r.what));
            format!("{at}: repaired {ocid} as {opportunity_id}\n{}", lines.collect::<String>())
        }
        ImportVerdict::Unchanged { ocid } => format!("{at}: unchanged {ocid}\n"),
        ImportVerdict::Rejected { ocid, errors } => {
            let lines = errors.iter().map(|e| {
                format!(
                    "    {} {}: {}\n",
                    e.pointer.escape_debug(),
                    e.code,
                    e.detail.escape_debug()
                )
            });
            // Whatever a file calls itself: no terminal acts upon it.
            let ocid = ocid.as_deref().unwrap_or("without ocid").escape_debug();
            format!("{at}: rejected {ocid}\n{}", lines.collect::<String>())
        }
    }
}

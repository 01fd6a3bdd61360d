//! Everything that is kept of a person as one archive: a file of JSON for each part of the register
//! and a README, written while it is sent, so that no memory holds it.

use std::{fmt::Write as _, io, io::Write, sync::Arc, time::Duration};

use actix_web::web::{Bytes, BytesMut};
use serde_json::{Map, Value};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    policy::ExportOwn,
    register::{AtClosure, Part, Shown, register},
    store::{self, Line},
};
use crate::{accounts, app::App, kernel::Points, prelude::*};

/// How many archives a node writes at once.
const AT_ONCE: usize = 2;
/// How long a reader may take for the next piece.
const PATIENCE: Duration = Duration::from_secs(30);
const PIECE: usize = 32 * 1024;
/// Pieces that wait for the reader.
const WAITING: usize = 4;
/// Rows that are read at once.
const ROWS: usize = 500;

/// Places for those who write an archive.
#[derive(Debug, Clone)]
pub struct Exports(Arc<Semaphore>);

impl Default for Exports {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Exports {
    /// A place, if one is free.
    pub fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().ok()
    }
}

/// Records that a person exports their data.
pub fn note_export(tx: &mut Tx<'_>, call: &Call, me: Id<User>) -> Result<Recorded<()>, Fault> {
    let (may, _) = accounts::load_account(tx.db(), me)?.open::<ExportOwn>(&call.actor)?;
    audit::record(tx, call, &may, Event::of("user.exported", "user", &me), ())
}

type Piece = io::Result<Bytes>;

/// Begins to write; the pieces come as the reader takes them. An archive that cannot be finished
/// breaks off, so that nobody takes it for whole.
pub fn write(
    app: &App,
    me: Id<User>,
    at: Instant,
    place: OwnedSemaphorePermit,
) -> mpsc::Receiver<Piece> {
    let (pieces, read) = mpsc::channel(WAITING);
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let out =
            Out { pieces: pieces.clone(), handle: Handle::current(), waiting: BytesMut::new() };
        if let Err(error) = write_all(&app, me, at, out) {
            tracing::warn!(%error, "an export broke off");
            drop(Handle::current().block_on(pieces.send(Err(error))));
        }
        drop(place);
    });
    read
}

/// What has been written goes out in pieces.
struct Out {
    pieces: mpsc::Sender<Piece>,
    handle: Handle,
    waiting: BytesMut,
}

impl Out {
    fn send(&mut self) -> io::Result<()> {
        let piece = self.waiting.split().freeze();
        let sent = tokio::time::timeout(PATIENCE, self.pieces.send(Ok(piece)));
        let sent = self.handle.block_on(sent);
        let sent = sent.map_err(|_late| io::Error::from(io::ErrorKind::TimedOut))?;
        sent.map_err(|_gone| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn broken(fault: &Fault) -> io::Error {
    io::Error::other(fault.sentence())
}

fn write_all(app: &App, me: Id<User>, at: Instant, out: Out) -> io::Result<()> {
    let mut archive = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default();
    archive.start_file("README.txt", options)?;
    archive.write_all(readme(at).as_bytes())?;
    for part in register() {
        archive.start_file(format!("{}.json", part.file), options)?;
        write_part(app, part, me, &mut archive)?;
    }
    archive.finish()?.into_inner().send()
}

fn write_part(
    app: &App,
    part: &'static Part,
    me: Id<User>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut after = String::new();
    let mut between = "[\n";
    loop {
        let read = app.pool.read_here(|db| store::page(db, part, me.as_str(), &after, ROWS));
        let rows = read.map_err(|fault| broken(&fault))?;
        for row in &rows {
            out.write_all(between.as_bytes())?;
            out.write_all(shown(part, row)?.as_bytes())?;
            between = ",\n";
        }
        match rows.last() {
            Some(last) if rows.len() == ROWS => after.clone_from(&last.place),
            None if between == "[\n" => return out.write_all(b"[]\n"),
            Some(_) | None => return out.write_all(b"\n]\n"),
        }
    }
}

/// A row as people read it: instants, flags and marks instead of numbers.
fn shown(part: &Part, row: &Line) -> io::Result<String> {
    let mut members: Map<String, Value> = serde_json::from_str(&row.line)?;
    for column in part.columns {
        if let Some(value) = members.get_mut(column.name) {
            *value = readable(column.shown, value.take());
        }
    }
    Ok(serde_json::to_string_pretty(&members)?)
}

fn readable(shown: Shown, value: Value) -> Value {
    let number = value.as_i64();
    match (shown, number) {
        (Shown::Time, Some(micros)) => Instant::from_micros(micros).to_string().into(),
        (Shown::Flag, Some(flag)) => (flag != 0).into(),
        (Shown::Marks, Some(hundredths)) => {
            Points::from_hundredths(hundredths).map_or(value, |points| points.to_string().into())
        }
        (Shown::Json, _) => {
            let inner = value.as_str().and_then(|text| serde_json::from_str(text).ok());
            inner.unwrap_or(value)
        }
        (Shown::Plain | Shown::Time | Shown::Flag | Shown::Marks, _) => value,
    }
}

fn readme(at: Instant) -> String {
    let mut text = format!(
        "What Guildhall keeps about you, as of {at}.\n\nEach file is a list of JSON objects; times are UTC. Passwords, links and keys are kept as hashes\nand shown to nobody. People and organisations other than you are named by ids.\n\n"
    );
    for part in register() {
        let then = match part.at_closure {
            AtClosure::Erased => "erased when you close your account".to_owned(),
            AtClosure::Nameless => {
                "stays without your name and address when you close your account".to_owned()
            }
            AtClosure::Kept { why, how_long } => format!("kept: {why}; {how_long}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}.json\n  {}\n  {then}", part.file, part.about);
    }
    text
}

//! Content of documents: kept beside their rows, and handed out only whole.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::{
    FileKind,
    checks::{Checked, Upload, check},
    model::Document,
    store,
};
use crate::{
    access::No,
    db::{Db, Fault, Note, Tx},
    http::File,
    kernel::{Id, Problem, kinds},
};

/// Places for files that are looked at: none holds up other requests, and few are at once.
#[derive(Debug, Clone)]
pub struct Checks {
    looking: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// How many files a node looks at together.
const AT_ONCE: usize = 2;
/// More files than this at once are told to come back: each holds its place in memory.
const QUEUE: usize = 32;

impl Default for Checks {
    fn default() -> Self {
        let places = |most| Arc::new(Semaphore::new(most));
        Self { looking: places(AT_ONCE), waiting: places(QUEUE) }
    }
}

impl Checks {
    /// Looks at a file on a thread that may take its time.
    pub async fn check(&self, upload: Upload) -> Result<Checked, Fault> {
        let busy = || Fault::Unavailable(kinds::BUSY, "too many files at once".to_owned());
        let _waits = self.waiting.try_acquire().map_err(|_full| busy())?;
        let place = Arc::clone(&self.looking).acquire_owned().await;
        let place = place.map_err(|_closed| busy())?;
        let checked = tokio::task::spawn_blocking(move || {
            let checked = check(upload);
            drop(place);
            checked
        });
        Ok(checked.await.map_err(|_panic| Fault::Panicked)??)
    }
}

/// Keeps the content of a document, in the transaction that keeps its row.
pub fn put(tx: &mut Tx<'_>, id: Id<Document>, file: &Checked) -> Result<(), Fault> {
    store::insert(tx, id, &file.content)
}

/// Lets the content of a document go that nothing names any more.
pub fn remove(tx: &mut Tx<'_>, id: Id<Document>) -> Result<(), Fault> {
    store::delete(tx, id)
}

/// A document to be handed out, if it is what was handed in: what is damaged or exchanged is told,
/// also to the log, and not shown.
pub fn whole(db: &mut Db, document: &Document) -> Result<File, Fault> {
    let content = store::find(db, document.id)?.unwrap_or_default();
    intact(document, content)
}

/// The same for one that may have been withdrawn since its row was read: a read on PostgreSQL is
/// several statements.
pub fn whole_if_there(db: &mut Db, document: &Document) -> Result<File, Fault> {
    let content = store::find(db, document.id)?.ok_or(No::Hidden)?;
    intact(document, content)
}

fn intact(document: &Document, content: Vec<u8>) -> Result<File, Fault> {
    let sha256 = hex::encode(Sha256::digest(&content));
    let kind = FileKind::of_media_type(&document.media_type);
    match kind {
        Ok(kind) if sha256 == document.sha256 => {
            Ok(File { name: document.name.clone(), media_type: kind.media_type(), sha256, content })
        }
        Ok(_) | Err(_) => {
            let detail = format!(
                "document {} is not what was handed in: it should have the SHA-256 {}",
                document.id, document.sha256
            );
            let note = Note { what: "document.found_damaged", sealed_lot: None };
            Err(Fault::Noteworthy(Box::new(Problem::new(kinds::DAMAGED, detail)), note))
        }
    }
}

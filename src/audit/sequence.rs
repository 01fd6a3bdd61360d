//! The sequencer: numbers 1, 2, 3... and a hash chain over what has been committed.

use std::{fs, io::Write as _, path::Path, time::Duration};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{retries, store};
use crate::{
    app::{App, Signer},
    db::{Fault, Tx},
};

/// How many events one transaction numbers.
const BATCH: i64 = 500;

/// `SHA-256(0x00 ‖ body)`: the leaf hash of RFC 6962, 2.1.
pub fn leaf(body: &str) -> String {
    hex::encode(Sha256::new().chain_update([0]).chain_update(body).finalize())
}

/// `SHA-256(0x01 ‖ head before ‖ leaf)`, all in hex.
pub fn head(before: &str, leaf: &str) -> String {
    let digest = Sha256::new().chain_update([1]).chain_update(before).chain_update(leaf);
    hex::encode(digest.finalize())
}

/// The length and head of the log at some moment, signed: kept in a file outside the database, so
/// that a log cut short or put back is found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub size: i64,
    pub head: String,
    pub key: String,
    pub signature: String,
}

impl Checkpoint {
    fn signed(size: i64, head: String, signer: &Signer) -> Self {
        let signature = hex::encode(signer.sign(Self::note(size, &head).as_bytes()));
        Self { size, head, key: signer.id().to_owned(), signature }
    }

    fn note(size: i64, head: &str) -> String {
        format!("guildhall audit checkpoint v1\n{size}\n{head}\n")
    }

    pub fn is_signed_by(&self, signer: &Signer) -> bool {
        let mut signature = [0; 64];
        hex::decode_to_slice(&self.signature, &mut signature).is_ok()
            && signer.verify(Self::note(self.size, &self.head).as_bytes(), &signature)
    }

    /// The newest checkpoint in the folder of the keys; `None` before the first.
    pub fn read(dir: &Path) -> Result<Option<Self>, Fault> {
        match fs::read_to_string(dir.join("checkpoint.json")) {
            Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::corrupt(&error)),
        }
    }

    /// Two nodes may number in turns and write in the other order: the longer one stays.
    fn write(&self, dir: &Path) -> std::io::Result<()> {
        if matches!(Self::read(dir), Ok(Some(kept)) if kept.size > self.size) {
            return Ok(());
        }
        let draft = dir.join("checkpoint.json.new");
        let mut file = fs::File::create(&draft)?;
        file.write_all(serde_json::to_string(self)?.as_bytes())?;
        file.sync_data()?;
        fs::rename(draft, dir.join("checkpoint.json"))
    }
}

/// Numbers what has been committed and has no number; how many events that were.
pub async fn number(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let (count, size, newest) = app
            .pool
            .write_relaxed(move |tx| {
                if !tx.db().lead_the_sequence()? {
                    return Ok((0, 0, String::new()));
                }
                give_numbers(tx)
            })
            .await?;
        all += count;
        if count > 0 {
            let checkpoint = Checkpoint::signed(size, newest, &app.keys.receipts);
            let kept = checkpoint.write(&app.config.keys_dir());
            kept.map_err(|error| Fault::corrupt(&error))?;
            app.saw_log(checkpoint.size, &checkpoint.head);
        }
        if i64::try_from(count).unwrap_or(0) < BATCH {
            return Ok(all);
        }
    }
}

fn give_numbers(tx: &mut Tx<'_>) -> Result<(usize, i64, String), Fault> {
    let waiting = store::unnumbered(tx.db(), BATCH)?;
    let (mut seq, mut newest) = store::newest(tx.db())?;
    let mut places = Vec::new();
    for (id, leaf) in &waiting {
        seq += 1;
        newest = head(&newest, leaf);
        places.push((id.as_str(), seq, newest.clone()));
    }
    tx.db().number_events(&places)?;
    Ok((waiting.len(), seq, newest))
}

/// Forgets idempotency keys that are past their day.
pub async fn forget_old_keys(app: &App) -> Result<(), Fault> {
    let now = app.clock.now();
    app.pool.write_relaxed(move |tx| retries::forget(tx, now)).await
}

/// Numbers whenever something has been committed, and every second in case the bell was missed.
pub async fn keep_numbering(app: App) {
    loop {
        let bell = tokio::time::timeout(Duration::from_secs(1), app.committed.notified());
        drop(bell.await);
        number(&app).await.map_or_else(|fault| log(&fault), drop);
        // Commits come in bursts: one pass numbers them all.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Forgets old idempotency keys once a minute.
pub async fn keep_forgetting(app: App) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        forget_old_keys(&app).await.unwrap_or_else(|fault| log(&fault));
    }
}

fn log(fault: &Fault) {
    tracing::error!(
        fault = fault.sentence(),
        "the audit log was not numbered, or keys not forgotten"
    );
}

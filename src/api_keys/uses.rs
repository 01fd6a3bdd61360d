//! The last uses of API keys, written once a minute and not with every request.

use std::time::Duration;

use super::store;
use crate::{app::App, db::Fault};

/// Writes the uses of keys since the last time.
pub async fn note_uses(app: &App) -> Result<(), Fault> {
    let uses = app.key_uses.take();
    if uses.is_empty() {
        return Ok(());
    }
    app.pool.write_relaxed(move |tx| store::note_uses(tx, &uses)).await
}

/// As [`note_uses`], in the background: a failure is in the server's log.
pub async fn note_last_uses(app: &App) {
    if let Err(fault) = note_uses(app).await {
        tracing::warn!(fault = fault.sentence(), "the use of API keys was not noted");
    }
}

/// Notes uses once a minute.
pub async fn keep_noting_uses(app: App) {
    loop {
        tokio::time::sleep(Duration::from_mins(1)).await;
        note_last_uses(&app).await;
    }
}

//! Work that is looked for once an hour. What it finds follows from time, so that a late look, or one
//! of two nodes at once, changes nothing but when letters go.

use std::time::Duration;

use super::App;
use crate::db::Fault;

/// What looks for work, and how much it found to do.
pub type Look = fn(&App) -> Result<usize, Fault>;

/// Looks once an hour, off the async threads, for as long as the process lives.
pub async fn each_hour(app: App, what: &'static str, look: Look) {
    loop {
        let inner = app.clone();
        let looked = tokio::task::spawn_blocking(move || look(&inner)).await;
        if let Err(fault) = looked.unwrap_or(Err(Fault::Panicked)) {
            tracing::error!(what, fault = fault.sentence(), "was not looked at");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

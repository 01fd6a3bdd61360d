//! Jobs that run once an hour. The work that a job finds follows from time alone, so a late run, or a
//! run on two nodes at once, changes nothing but the time of the letters.

use std::time::Duration;

use crate::{app::App, db::Fault};

/// A periodic job; returns how many items it handled.
pub type Job = fn(&App) -> Result<usize, Fault>;

/// Runs a job once an hour, off the async threads, for as long as the process lives.
pub async fn each_hour(app: App, what: &'static str, job: Job) {
    loop {
        let inner = app.clone();
        let done = tokio::task::spawn_blocking(move || job(&inner)).await;
        if let Err(fault) = done.unwrap_or(Err(Fault::Panicked)) {
            tracing::error!(what, fault = fault.sentence(), "was not looked at");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

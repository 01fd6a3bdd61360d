//! Jobs that run once an hour. The work that a job finds follows from time alone, so a late run, or a
//! run on two nodes at once, changes nothing but the time of the letters.

use std::time::Duration;

use crate::{accounts, app::App, capabilities, db::Fault, organisations, suppliers};

/// A periodic job.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub name: &'static str,
    /// Returns how many items it handled.
    pub run: fn(&App) -> Result<usize, Fault>,
}

/// The hourly jobs of all rooms.
pub const HOURLY: [Job; 4] = [
    Job { name: "idle accounts", run: accounts::warn_idle_accounts },
    Job { name: "profiles", run: suppliers::remind_around },
    Job { name: "capabilities", run: capabilities::send_reminders },
    Job { name: "members", run: organisations::remind_owners },
];

/// Runs a job once an hour, off the async threads, for as long as the process lives.
pub async fn each_hour(app: App, job: Job) {
    loop {
        let inner = app.clone();
        let done = tokio::task::spawn_blocking(move || (job.run)(&inner)).await;
        if let Err(fault) = done.unwrap_or(Err(Fault::Panicked)) {
            tracing::error!(job = job.name, fault = fault.sentence(), "an hourly job failed");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

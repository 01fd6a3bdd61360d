//! The worker that delivers: lease, send, mark; again later, or parked for good.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{
    store::{self, Ended, Lease, Leased},
    transport::{Failed, Mailer},
};
use crate::{
    app::{App, Keys, SealFault},
    db::Fault,
    kernel::{Id, Instant, Period},
};

/// How long a worker may hold a row: longer than a mail server's slowest answer.
const LEASE: Period = Period::seconds(300);
const BATCH: i64 = 20;
/// A letter that still cannot go out after so long is parked.
const PATIENCE: Period = Period::days(3);

/// Sends everything that is due; how many attempts that took.
pub async fn deliver_due(app: &App, mailer: &Arc<Mailer>) -> Result<usize, Fault> {
    deliver_until(app, mailer, || false).await
}

/// As [`deliver_due`], until it is told to stop: then what is leased and not sent is given back,
/// so that it does not have to wait for the lease to run out.
async fn deliver_until(
    app: &App,
    mailer: &Arc<Mailer>,
    stop: impl Fn() -> bool,
) -> Result<usize, Fault> {
    let mut attempts = 0;
    loop {
        let claim = Id::<Mailer>::new().to_string();
        let (now, mine) = (app.clock.now(), claim.clone());
        let rows =
            app.pool.write_relaxed(move |tx| store::lease(tx, &mine, now, LEASE, BATCH)).await?;
        if rows.is_empty() {
            return Ok(attempts);
        }
        for row in rows {
            if stop() {
                app.pool.write_relaxed(move |tx| store::release(tx, &claim)).await?;
                return Ok(attempts);
            }
            attempts += 1;
            deliver(app, mailer, row, claim.clone()).await?;
        }
    }
}

async fn deliver(app: &App, mailer: &Arc<Mailer>, row: Leased, claim: String) -> Result<(), Fault> {
    let lease = Lease { id: row.id, claim, secret: row.secret, forget: row.forget };
    let (id, attempts, created_at) = (row.id, row.attempts, row.created_at);
    let (mailer, keys) = (Arc::clone(mailer), Arc::clone(&app.keys));
    let tried = tokio::task::spawn_blocking(move || mailer.send(&shown(&keys, row)?)).await;
    let now = app.clock.now();
    let ended = match tried.unwrap_or_else(|_panic| Err(panicked())) {
        Ok(()) => Ended::Sent,
        Err(failed) => later_or_never(failed, attempts, created_at, now),
    };
    if let Ended::Parked { why } = &ended {
        tracing::warn!(outbox = %id, why, "a letter was parked");
    }
    app.pool.write_relaxed(move |tx| store::end(tx, &lease, &ended, now)).await.map(drop)
}

/// The words of a secret letter, out of their seal.
fn shown(keys: &Keys, row: Leased) -> Result<Leased, Failed> {
    if !row.secret {
        return Ok(row);
    }
    let purpose = store::purpose(row.id);
    let show = |hidden: &str| {
        let why = |error: SealFault| Failed { for_good: true, why: error.to_string() };
        keys.sealed.decrypt(hidden, &purpose).map_err(why)
    };
    Ok(Leased { body_text: show(&row.body_text)?, body_html: show(&row.body_html)?, ..row })
}

fn panicked() -> Failed {
    Failed { for_good: false, why: "the mailer panicked".to_owned() }
}

/// Backs off from 30 seconds to six hours; parks what is refused for good or too old.
fn later_or_never(failed: Failed, attempts: i32, created_at: Instant, now: Instant) -> Ended {
    if failed.for_good || now > created_at.plus(PATIENCE) {
        return Ended::Parked { why: failed.why };
    }
    let doublings = u32::try_from(attempts.clamp(1, 10)).unwrap_or(1) - 1;
    let wait = (30_i64 << doublings).min(6 * 3_600);
    Ended::Again { at: now.plus(Period::seconds(wait)), why: failed.why }
}

/// Delivers whenever something has been committed, and every second what has become due, until
/// it is told to stop.
pub async fn keep_delivering(app: App, mailer: Arc<Mailer>, stop: watch::Receiver<bool>) {
    while !is_stopped_while_waiting(&app, stop.clone()).await {
        deliver_until(&app, &mailer, || *stop.borrow())
            .await
            .map_or_else(|fault| log(&fault), drop);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn log(fault: &Fault) {
    tracing::error!(fault = fault.sentence(), "mail was not delivered");
}

/// Waits for the bell or a second; whether it was told to stop meanwhile.
async fn is_stopped_while_waiting(app: &App, mut stop: watch::Receiver<bool>) -> bool {
    let bell = tokio::time::timeout(Duration::from_secs(1), app.committed.notified());
    let stopped = stop.wait_for(|stop| *stop);
    futures_util::pin_mut!(bell, stopped);
    matches!(
        futures_util::future::select(bell, stopped).await,
        futures_util::future::Either::Right(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_apart_and_end() {
        let (born, why) = (Instant::from_micros(0), || "451".to_owned());
        let failed = || Failed { for_good: false, why: why() };
        let at = |n| later_or_never(failed(), n, born, born);
        assert_eq!(at(1), Ended::Again { at: born.plus(Period::seconds(30)), why: why() });
        assert_eq!(at(3), Ended::Again { at: born.plus(Period::seconds(120)), why: why() });
        assert_eq!(at(99), Ended::Again { at: born.plus(Period::seconds(15_360)), why: why() });
        let old = born.plus(Period::days(4));
        assert_eq!(later_or_never(failed(), 9, born, old), Ended::Parked { why: why() });
        let refused = Failed { for_good: true, why: why() };
        assert_eq!(later_or_never(refused, 1, born, born), Ended::Parked { why: why() });
    }
}

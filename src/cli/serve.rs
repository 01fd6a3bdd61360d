//! `guildhall serve`.

use std::{net::TcpListener, sync::Arc};

use tracing_subscriber::EnvFilter;

use super::{Failure, say};
use crate::{
    accounts::{Cost, Hasher},
    app::{App, without_secrets},
    outbox::Mailer,
    server,
};

/// Serves until Ctrl-C or SIGTERM; then what is under way is finished.
pub fn serve(app: App) -> Result<(), Failure> {
    log_to_stderr();
    let config = Arc::clone(&app.config);
    let cost = Cost { memory_kib: config.password_memory_kib, passes: config.password_passes };
    let hasher = Hasher::start(cost).map_err(|fault| fault.sentence())?;
    let mailer = Arc::new(Mailer::open(&config.mail_url, &config.mail_from)?);
    let listener =
        TcpListener::bind(config.bind).map_err(|error| format!("{}: {error}", config.bind))?;
    say(&welcome(&app))?;
    actix_web::rt::System::new().block_on(async move {
        let running = server::start(&app, &hasher, &mailer, listener)?;
        let handle = running.handle();
        actix_web::rt::spawn(async move {
            stop_signal().await;
            handle.stop(true).await;
        });
        running.until_stopped().await
    })?;
    say("Stopped: what was under way is finished.\n")?;
    Ok(())
}

fn welcome(app: &App) -> String {
    let config = &app.config;
    let database = if app.pool.is_sqlite() {
        format!("SQLite in {}", config.database_url)
    } else {
        "PostgreSQL".to_owned()
    };
    format!(
        "Guildhall {} serves {}\n  database   {database}, schema up to date\n  keys       {} (back them up: without them sealed bids stay sealed)\n  mail       {}\n  read       {}/docs\n  first administrator:  guildhall admin create --email you@council.gov.uk\nCtrl-C stops it.\n",
        env!("CARGO_PKG_VERSION"),
        config.public_url,
        config.keys_dir().display(),
        without_secrets(&config.mail_url),
        config.public_url,
    )
}

/// Lines of JSON; `RUST_LOG` says how many.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_cause| EnvFilter::new("warn,guildhall=info"));
    let done = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
    // A second subscriber in one process is no reason not to serve.
    drop(done);
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    drop(tokio::signal::ctrl_c().await);
}

//! A server that runs: its listener, its workers, its end.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{
    App as Service, HttpResponse, HttpServer,
    dev::{Server, ServerHandle},
    middleware::{Compress, Condition, from_fn},
    web::{self, Data, PathConfig},
};
use tokio::{sync::watch, task::JoinHandle};

use super::{
    hourly::{HOURLY, each_hour},
    layers, operations, routes,
};
use crate::{
    accounts::{self, Hasher, Passkeys, RateLimits, SignInLimiter},
    api_keys,
    app::App,
    documents::Checks,
    http::{BodyLimits, Operations, Refusal, Uploads, take_in},
    identity_providers::Discovery,
    kernel::Clock,
    outbox::{self, Mailer},
    prelude::*,
    privacy::Exports,
};

/// What [`start`] has started.
pub struct Running {
    pub server: Server,
    app: App,
    workers: Vec<JoinHandle<()>>,
    mail: JoinHandle<()>,
    stop_mail: watch::Sender<bool>,
}

/// How long the letter that is on its way may take when the server stops.
const LAST_LETTER: Duration = Duration::from_secs(30);

impl Running {
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until it is told to stop, then lets the workers go: the letter that is on its way is
    /// sent, the others are given back (SAFETY H14).
    pub async fn until_stopped(self) -> std::io::Result<()> {
        let ended = self.server.await;
        // Nobody listens when the worker has ended by itself, and then there is nothing to wait for.
        self.stop_mail.send_replace(true);
        drop(tokio::time::timeout(LAST_LETTER, self.mail).await);
        self.app.kept().await;
        api_keys::note_last_uses(&self.app).await;
        for worker in self.workers {
            worker.abort();
        }
        ended
    }
}

/// Starts the server and the workers of this process: the sequencer and the mail.
pub fn start(
    app: &App,
    hasher: &Hasher,
    mailer: &Arc<Mailer>,
    listener: TcpListener,
) -> std::io::Result<Running> {
    let server = serve(app, hasher, listener)?;
    let mut workers = vec![
        actix_web::rt::spawn(audit::keep_numbering(app.clone())),
        actix_web::rt::spawn(audit::keep_forgetting(app.clone())),
        actix_web::rt::spawn(api_keys::keep_noting_uses(app.clone())),
        actix_web::rt::spawn(keep_preparing(app.clone())),
    ];
    workers.extend(HOURLY.map(|job| actix_web::rt::spawn(each_hour(app.clone(), job))));
    let (stop_mail, told) = watch::channel(false);
    let mail = outbox::keep_delivering(app.clone(), Arc::clone(mailer), told);
    let mail = actix_web::rt::spawn(mail);
    Ok(Running { server, app: app.clone(), workers, mail, stop_mail })
}

/// A PostgreSQL that was away at the start is migrated when it comes.
async fn keep_preparing(app: App) {
    while let Err(fault) = prepare(&app).await {
        tracing::warn!(fault = fault.sentence(), "the database is away");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn prepare(app: &App) -> Result<(), Fault> {
    let pool = app.pool.clone();
    tokio::task::spawn_blocking(move || pool.prepare()).await.unwrap_or(Err(Fault::Panicked))
}

/// The server alone, without the workers.
pub fn serve(app: &App, hasher: &Hasher, listener: TcpListener) -> std::io::Result<Server> {
    let (app, hasher) = (Data::new(app.clone()), Data::new(hasher.clone()));
    let clock: Data<Arc<dyn Clock>> = Data::new(Arc::clone(&app.clock));
    let limits = Data::new(BodyLimits::default());
    let limiter = Data::new(SignInLimiter::new(&app.clock));
    let passkeys = Data::new(Passkeys::new(&app.config));
    let requests = Data::new(RateLimits::new(&app.clock, &app.config));
    let exports = Data::new(Exports::default());
    let (checks, uploads) = (Data::new(Checks::default()), Data::new(Uploads::default()));
    let discovery = Data::new(Discovery::default());
    let proxies = Data::new(app.config.trusted_proxies.clone());
    let all = Data::new(Operations::of(operations()));
    let workers = app.config.workers;
    let origins = app.config.allowed_origins.clone();
    let server = HttpServer::new(move || {
        Service::new()
            .app_data(app.clone())
            .app_data(hasher.clone())
            .app_data(clock.clone())
            .app_data(limits.clone())
            .app_data(limiter.clone())
            .app_data(passkeys.clone())
            .app_data(requests.clone())
            .app_data(exports.clone())
            .app_data(checks.clone())
            .app_data(uploads.clone())
            .app_data(discovery.clone())
            .app_data(proxies.clone())
            .app_data(all.clone())
            .app_data(PathConfig::default().error_handler(|_, _| {
                Refusal::from(Problem::new(kinds::NOT_FOUND, "there is no such id here")).into()
            }))
            .wrap(from_fn(accounts::authenticate))
            .wrap(from_fn(take_in))
            .wrap(from_fn(accounts::limit))
            .wrap(Condition::new(!origins.are_none(), layers::cors(&origins)))
            .wrap(from_fn(layers::finish))
            .wrap(Compress::default())
            .configure(routes)
            .default_service(web::to(HttpResponse::NotFound))
    });
    let server = server
        .workers(workers)
        .client_request_timeout(Duration::from_secs(5))
        .shutdown_timeout(30)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

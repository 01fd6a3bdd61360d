//! The settings as values.

use std::{net::SocketAddr, path::PathBuf};

use crate::kernel::{Issuers, MaybeRate, Origins, Period, Proxies};

/// Everything that an operator may set.
#[derive(Debug, Clone)]
pub struct Config {
    /// `postgres://...`, or a path to a SQLite file.
    pub database_url: String,
    pub data_dir: PathBuf,
    pub bind: SocketAddr,
    /// Where links in mails and receipts point; never taken from a request.
    pub public_url: String,
    /// `file://DIR`, `smtp://...` or `smtps://...`.
    pub mail_url: String,
    pub mail_from: String,
    /// From publication until the deadline, at least.
    pub minimum_submission_period: Period,
    /// From the deadline until bids may be opened (SAFETY 2.2).
    pub opening_delay: Period,
    /// From the first approval of an opening until the second, at most (SAFETY A9).
    pub opening_window: Period,
    pub access_token_life: Period,
    pub session_life: Period,
    /// A session that was not refreshed for so long has ended (SAFETY E20).
    pub session_idle: Period,
    /// An account that nobody signed in to for so long is deactivated (LESSONS C48).
    pub account_idle: Period,
    /// The proxies whose `X-Forwarded-For` is believed, as in `10.0.0.0/8,::1`.
    pub trusted_proxies: Proxies,
    /// The web pages that may use this API from a browser, as in `https://app.example`.
    pub allowed_origins: Origins,
    /// Identity providers that may stand on private addresses, without TLS too, as in
    /// `https://login.council.internal`. All others are asked on public addresses, by https.
    pub trusted_issuers: Issuers,
    /// The domain that passkeys belong to; empty is that of the public address.
    pub passkey_domain: String,
    /// Requests of one person who has signed in, on each node.
    pub request_limit: MaybeRate,
    /// Requests from one address by whoever has not signed in, on each node.
    pub request_limit_address: MaybeRate,
    pub workers: usize,
    pub database_connections: u32,
    pub password_memory_kib: u32,
    pub password_passes: u32,
}

/// The settings by name, as an operator writes them; without the prefix in `guildhall.toml`.
pub const NAMES: [(&str, &str); 23] = [
    ("DATABASE_URL", "database_url"),
    ("GUILDHALL_DATA_DIR", "data_dir"),
    ("GUILDHALL_BIND", "bind"),
    ("GUILDHALL_PUBLIC_URL", "public_url"),
    ("MAIL_URL", "mail_url"),
    ("GUILDHALL_MAIL_FROM", "mail_from"),
    ("GUILDHALL_MINIMUM_SUBMISSION_PERIOD", "minimum_submission_period"),
    ("GUILDHALL_OPENING_DELAY", "opening_delay"),
    ("GUILDHALL_OPENING_WINDOW", "opening_window"),
    ("GUILDHALL_ACCESS_TOKEN_LIFE", "access_token_life"),
    ("GUILDHALL_SESSION_LIFE", "session_life"),
    ("GUILDHALL_SESSION_IDLE", "session_idle"),
    ("GUILDHALL_ACCOUNT_IDLE", "account_idle"),
    ("GUILDHALL_TRUSTED_PROXIES", "trusted_proxies"),
    ("GUILDHALL_ALLOWED_ORIGINS", "allowed_origins"),
    ("GUILDHALL_TRUSTED_ISSUERS", "trusted_issuers"),
    ("GUILDHALL_PASSKEY_DOMAIN", "passkey_domain"),
    ("GUILDHALL_REQUEST_LIMIT", "request_limit"),
    ("GUILDHALL_REQUEST_LIMIT_ADDRESS", "request_limit_address"),
    ("GUILDHALL_WORKERS", "workers"),
    ("GUILDHALL_DATABASE_CONNECTIONS", "database_connections"),
    ("GUILDHALL_PASSWORD_MEMORY_KIB", "password_memory_kib"),
    ("GUILDHALL_PASSWORD_PASSES", "password_passes"),
];

impl Config {
    /// The settings in force, one a line, passwords in URLs left out.
    pub fn printed(&self) -> String {
        let values = [
            without_secrets(&self.database_url),
            self.data_dir.display().to_string(),
            self.bind.to_string(),
            self.public_url.clone(),
            without_secrets(&self.mail_url),
            self.mail_from.clone(),
            self.minimum_submission_period.to_string(),
            self.opening_delay.to_string(),
            self.opening_window.to_string(),
            self.access_token_life.to_string(),
            self.session_life.to_string(),
            self.session_idle.to_string(),
            self.account_idle.to_string(),
            self.trusted_proxies.to_string(),
            self.allowed_origins.to_string(),
            self.trusted_issuers.to_string(),
            self.passkey_domain.clone(),
            self.request_limit.to_string(),
            self.request_limit_address.to_string(),
            self.workers.to_string(),
            self.database_connections.to_string(),
            self.password_memory_kib.to_string(),
            self.password_passes.to_string(),
        ];
        let lines = NAMES.iter().zip(values).map(|((name, _), value)| format!("{name}={value}\n"));
        lines.collect()
    }

    pub fn keys_dir(&self) -> PathBuf {
        self.data_dir.join("keys")
    }
}

/// A URL without what is secret in it: the password, a user name that stands alone (some mail
/// services take their key there), and everything behind a question mark.
pub fn without_secrets(url: &str) -> String {
    let url = url.split_once('?').map_or(url, |(plain, _)| plain);
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (login, host) = rest.rsplit_once('@')?;
        let user = match login.split_once(':') {
            Some((user, _)) => user,
            None if scheme.starts_with("postgres") => login,
            None => "***",
        };
        Some(format!("{scheme}://{user}@{host}"))
    });
    hidden.unwrap_or_else(|| url.to_owned())
}

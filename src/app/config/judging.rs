//! Faults of settings that parse, and make no sense or are not safe.

use std::net::IpAddr;

use super::model::Config;
use crate::kernel::Period;

/// Every fault, each with the name of its setting.
pub fn faults(config: &Config) -> Vec<String> {
    let all = places(config).into_iter().chain(addresses(config)).chain(sizes(config));
    let wrong = all.chain(times(config)).filter(|(wrong, _)| *wrong);
    wrong.map(|(_, why)| why.to_owned()).collect()
}

type Judged = (bool, &'static str);

fn places(config: &Config) -> [Judged; 2] {
    let mail = ["file://", "smtp://", "smtps://"].iter().any(|s| config.mail_url.starts_with(s));
    let database = &config.database_url;
    let scheme = database.split_once("://").map(|(scheme, _)| scheme);
    let known = scheme.is_none_or(|s| ["postgres", "postgresql", "sqlite"].contains(&s));
    [
        (!mail, "MAIL_URL: begins with file://, smtp:// or smtps://"),
        (
            !known || database.contains("password="),
            "DATABASE_URL: postgres://user:password@host/name, or the path of a SQLite file",
        ),
    ]
}

fn addresses(config: &Config) -> [Judged; 3] {
    let url = &config.public_url;
    let secure = url.starts_with("https://");
    let web = secure || url.starts_with("http://");
    let domain = &config.passkey_domain;
    let within = |origin: &str| {
        let host = origin.split("://").nth(1).unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        host == domain || host.ends_with(&format!(".{domain}"))
    };
    let mut pages = config.allowed_origins.iter().chain([url.as_str()]);
    [
        (
            !web || url.ends_with('/'),
            "GUILDHALL_PUBLIC_URL: begins with http:// or https:// and has no slash at its end",
        ),
        (
            web && !secure && !is_here(url),
            "GUILDHALL_PUBLIC_URL: begins with https:// unless it is this machine (localhost): links in mails carry tokens",
        ),
        (
            !domain.is_empty() && !pages.any(within),
            "GUILDHALL_PASSKEY_DOMAIN: the domain of GUILDHALL_PUBLIC_URL or of a page in GUILDHALL_ALLOWED_ORIGINS, or one above it",
        ),
    ]
}

fn sizes(config: &Config) -> [Judged; 3] {
    [
        (config.workers == 0, "GUILDHALL_WORKERS: at least 1"),
        (config.database_connections == 0, "GUILDHALL_DATABASE_CONNECTIONS: at least 1"),
        (
            config.password_memory_kib < 19_456 || config.password_passes < 2,
            "GUILDHALL_PASSWORD_MEMORY_KIB, GUILDHALL_PASSWORD_PASSES: at least 19456 and 2 (OWASP)",
        ),
    ]
}

fn times(config: &Config) -> [Judged; 4] {
    let life = config.access_token_life;
    [
        (
            life > Period::seconds(600) || life < Period::seconds(30),
            "GUILDHALL_ACCESS_TOKEN_LIFE: from PT30S to PT10M",
        ),
        (
            config.session_idle < life || config.session_life < life,
            "GUILDHALL_SESSION_IDLE, GUILDHALL_SESSION_LIFE: no shorter than an access token lives",
        ),
        (
            config.account_idle < Period::days(30),
            "GUILDHALL_ACCOUNT_IDLE: at least P30D, so that there is time to be warned",
        ),
        (config.opening_delay < Period::seconds(0), "GUILDHALL_OPENING_DELAY: not negative"),
    ]
}

/// Whether a URL names this machine, or a host that no network knows (RFC 6761).
fn is_here(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    let bare = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    if host.contains('@') {
        return false;
    }
    let address = bare.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match address {
        Ok(address) => address.is_loopback() || address.is_unspecified(),
        Err(_name) => ["localhost", "test"].contains(&bare.rsplit('.').next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SAFETY M7: what others reach, they reach by TLS.
    #[test]
    fn a_public_url_is_https_or_this_machine() {
        let read = |url: &str| Config::read(&format!("public_url = {url:?}"), |_| None);
        for good in [
            "https://bids.camden.gov.uk",
            "http://localhost:8080",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://0.0.0.0:8080",
            "http://guildhall.test",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in [
            "http://bids.camden.gov.uk",
            "http://192.168.1.5:8080",
            "http://localhost.evil.example",
            "http://localhost@bids.camden.gov.uk",
            "http://localhost:1@bids.camden.gov.uk",
        ] {
            assert!(read(bad).unwrap_err().to_string().contains("https://"), "{bad}");
        }
    }
}

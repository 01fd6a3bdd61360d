//! Requests to identity providers: to public addresses by https, within limits, following nothing.

use std::{fmt, sync::Arc, time::Duration};

use openidconnect::{HttpRequest, HttpResponse};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    tls::{RootCerts, TlsConfig, TlsProvider},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::kernel::is_public;

/// How long one request may take, all of it.
const TIMEOUT: Duration = Duration::from_secs(8);
/// Bytes that an answer may have.
const MOST_BYTES: u64 = 1 << 20;

/// The provider was not reached, or its answer made no sense. The cause is for the log alone.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreached(String);

/// Keeps the public addresses of a name. The connection goes to one of these without a second
/// look-up, so that a name cannot change in between (DNS rebinding).
#[derive(Debug, Default)]
struct PublicOnly(DefaultResolver);

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(kept) }
    }
}

/// Two clients: for public addresses alone, and for the issuers that the operator trusts.
pub struct Outbound {
    public: Agent,
    trusted: Agent,
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbound(..)")
    }
}

fn config(https_only: bool) -> Config {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(RootCerts::WebPki)
        .build();
    Agent::config_builder()
        .https_only(https_only)
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(TIMEOUT))
        .user_agent("Guildhall")
        .tls_config(tls)
        .build()
}

impl Outbound {
    pub fn new() -> Self {
        Self {
            public: Agent::with_parts(
                config(true),
                DefaultConnector::default(),
                PublicOnly::default(),
            ),
            trusted: Agent::new_with_config(config(false)),
        }
    }

    /// Sends one request and takes its answer in. Blocks.
    pub fn ask(&self, is_trusted: bool, request: HttpRequest) -> Result<HttpResponse, Unreached> {
        let agent = if is_trusted { &self.trusted } else { &self.public };
        let told = |error: &dyn fmt::Display| Unreached(error.to_string());
        let answer = agent.run(request).map_err(|error| told(&error))?;
        let (head, mut body) = answer.into_parts();
        let bytes =
            body.with_config().limit(MOST_BYTES).read_to_vec().map_err(|error| told(&error))?;
        Ok(HttpResponse::from_parts(head, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(url: &str) -> Result<HttpResponse, Unreached> {
        let request = ureq::http::Request::get(url).body(Vec::new()).unwrap();
        Outbound::new().ask(false, request)
    }

    /// Nothing of this machine or its network is reached, however it is written.
    #[test]
    fn private_addresses_are_not_asked() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in [
            "127.0.0.1",
            "localhost",
            "127.1",
            "2130706433",
            "0x7f000001",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
        ] {
            asked(&format!("https://{host}:{port}/")).unwrap_err();
            assert!(listener.accept().is_err(), "{host} was reached");
        }
        assert!(asked(&format!("http://127.0.0.1:{port}/")).is_err());
        assert!(listener.accept().is_err());
    }
}

//! Discovery documents and keys of identity providers, kept in memory for a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use openidconnect::{
    HttpRequest, HttpResponse, IssuerUrl, TokenUrl, core::CoreProviderMetadata, url::Url,
};
use tokio::sync::Semaphore;

use super::{
    model::ProviderFault,
    outbound::{Outbound, Unreached},
};
use crate::{
    kernel::{Issuer, Issuers},
    prelude::*,
};

/// How long a document is believed.
const DOCUMENT_LIFE: Period = Period::minutes(10);
/// How long a provider that could not be asked is left alone.
const RETRY_AFTER: Period = Period::seconds(20);
/// How often a provider is asked again for an unknown key, at most.
const KEYS_REFETCHED_AFTER: Period = Period::seconds(20);
/// Documents that are cached.
const MOST_DOCUMENTS: usize = 500;
/// Concurrent requests: a slow provider holds up no more threads than these.
const MOST_REQUESTS: usize = 16;

#[derive(Clone)]
struct Cached {
    at: Instant,
    metadata: Option<Arc<CoreProviderMetadata>>,
}

/// The discovery documents that this node has fetched.
pub struct Discovery {
    outbound: Outbound,
    cached: Mutex<HashMap<Issuer, Cached>>,
    places: Arc<Semaphore>,
}

impl Default for Discovery {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(MOST_REQUESTS));
        Self { outbound: Outbound::new(), cached: Mutex::default(), places }
    }
}

/// A provider that can be asked, with its document.
#[derive(Clone)]
pub struct Discovered {
    pub metadata: Arc<CoreProviderMetadata>,
    pub is_trusted: bool,
    discovery: Arc<Discovery>,
}

impl Discovered {
    pub fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreached> {
        self.discovery.outbound.ask(self.is_trusted, request)
    }
}

/// Guildhall as a relying party (OpenID Connect Core 1.0).
#[derive(Clone, Copy)]
pub struct RelyingParty<'a> {
    pub request: &'a Request,
    pub discovery: &'a Arc<Discovery>,
}

impl Discovery {
    fn cached(&self, issuer: &Issuer) -> Option<Cached> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner).get(issuer).cloned()
    }

    fn cache(&self, issuer: &Issuer, cached: Cached) {
        let mut all = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_DOCUMENTS && !all.contains_key(issuer) {
            let now = cached.at;
            all.retain(|_, old| now < old.at.plus(DOCUMENT_LIFE));
            if all.len() >= MOST_DOCUMENTS {
                all.clear();
            }
        }
        all.insert(issuer.clone(), cached);
    }

    /// Runs something that blocks off the threads that serve, a few at a time.
    pub async fn off_thread<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce() -> Result<T, ProviderFault> + Send + 'static,
    ) -> Result<T, ProviderFault> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_full| ProviderFault::Away)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.unwrap_or(Err(ProviderFault::Away))
    }

    /// The document of a provider, from memory where that is fresh.
    pub async fn find(
        self: &Arc<Self>,
        issuer: &Issuer,
        trusted: &Issuers,
        now: Instant,
    ) -> Result<Discovered, ProviderFault> {
        match self.cached(issuer) {
            Some(Cached { at, metadata: Some(metadata) }) if now < at.plus(DOCUMENT_LIFE) => {
                let is_trusted = trusted.have(issuer);
                Ok(Discovered { metadata, is_trusted, discovery: Arc::clone(self) })
            }
            Some(Cached { at, metadata: None }) if now < at.plus(RETRY_AFTER) => {
                Err(ProviderFault::Away)
            }
            Some(_) | None => self.fetch(issuer, trusted, now).await,
        }
    }

    /// Fetches the document now: an owner has just set the provider, or it signs with a key that is
    /// unknown.
    pub async fn fetch(
        self: &Arc<Self>,
        issuer: &Issuer,
        trusted: &Issuers,
        now: Instant,
    ) -> Result<Discovered, ProviderFault> {
        let is_trusted = trusted.have(issuer);
        let (own, named) = (Arc::clone(self), issuer.clone());
        let metadata = self.off_thread(move || Ok(own.document(&named, is_trusted))).await?;
        self.cache(issuer, Cached { at: now, metadata: metadata.clone() });
        let metadata = metadata.ok_or(ProviderFault::Away)?;
        Ok(Discovered { metadata, is_trusted, discovery: Arc::clone(self) })
    }

    /// Fetches again for an unknown key; not where that was done just now.
    pub async fn fetch_for_key(
        self: &Arc<Self>,
        issuer: &Issuer,
        trusted: &Issuers,
        now: Instant,
    ) -> Result<Discovered, ProviderFault> {
        match self.cached(issuer) {
            Some(cached) if now < cached.at.plus(KEYS_REFETCHED_AFTER) => {
                Err(ProviderFault::NotVouched)
            }
            Some(_) | None => self.fetch(issuer, trusted, now).await,
        }
    }

    fn document(&self, issuer: &Issuer, is_trusted: bool) -> Option<Arc<CoreProviderMetadata>> {
        let told = |error: &dyn std::fmt::Display| {
            tracing::warn!(%issuer, %error, "an identity provider was not understood");
        };
        let url =
            IssuerUrl::new(issuer.as_str().to_owned()).inspect_err(|error| told(error)).ok()?;
        let ask = |request: HttpRequest| self.outbound.ask(is_trusted, request);
        let metadata = CoreProviderMetadata::discover(&url, &ask);
        let metadata = metadata.inspect_err(|error| told(&format!("{error:?}"))).ok()?;
        let token = metadata.token_endpoint().map(TokenUrl::url);
        let safe = |url: &Url| url.scheme() == "https" || (is_trusted && url.scheme() == "http");
        if !safe(metadata.authorization_endpoint().url()) || !token.is_some_and(safe) {
            told(&"its addresses are not https");
            return None;
        }
        Some(Arc::new(metadata))
    }
}

//! What identity providers say of themselves (discovery, keys), kept in memory for a while.

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
    app::App,
    kernel::{Instant, Issuer, Period},
};

/// How long what a provider says of itself is believed.
const LIFE: Period = Period::minutes(10);
/// How long one that could not be asked is left alone.
const REST: Period = Period::seconds(20);
/// How often a provider is asked again for a key that is not known, at most.
const AGAIN: Period = Period::seconds(20);
/// Providers that are remembered.
const MOST: usize = 500;
/// Requests on their way at once: a slow provider holds up no more than these.
const PLACES: usize = 16;

#[derive(Clone)]
struct Known {
    at: Instant,
    said: Option<Arc<CoreProviderMetadata>>,
}

/// The identity providers that this node has asked.
pub struct Directory {
    outbound: Outbound,
    known: Mutex<HashMap<Issuer, Known>>,
    places: Arc<Semaphore>,
}

impl Default for Directory {
    fn default() -> Self {
        let places = Arc::new(Semaphore::new(PLACES));
        Self { outbound: Outbound::new(), known: Mutex::default(), places }
    }
}

/// A provider that can be asked.
#[derive(Clone)]
pub struct Reached {
    pub said: Arc<CoreProviderMetadata>,
    pub is_trusted: bool,
    directory: Arc<Directory>,
}

impl Reached {
    pub fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreached> {
        self.directory.outbound.ask(self.is_trusted, request)
    }
}

impl Directory {
    fn remembered(&self, issuer: &Issuer) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(issuer).cloned()
    }

    fn remember(&self, issuer: &Issuer, known: Known) {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(issuer) {
            let now = known.at;
            all.retain(|_, old| now < old.at.plus(LIFE));
            if all.len() >= MOST {
                all.clear();
            }
        }
        all.insert(issuer.clone(), known);
    }

    /// Runs something that blocks off the threads that serve, a few at a time.
    pub async fn aside<T: Send + 'static>(
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

    /// What a provider says of itself, from memory where that is fresh.
    pub async fn reach(
        self: &Arc<Self>,
        (app, now): (&App, Instant),
        issuer: &Issuer,
    ) -> Result<Reached, ProviderFault> {
        let is_trusted = app.config.trusted_issuers.have(issuer);
        let reached = |said| Reached { said, is_trusted, directory: Arc::clone(self) };
        match self.remembered(issuer) {
            Some(Known { at, said: Some(said) }) if now < at.plus(LIFE) => Ok(reached(said)),
            Some(Known { at, said: None }) if now < at.plus(REST) => Err(ProviderFault::Away),
            Some(_) | None => self.anew((app, now), issuer).await,
        }
    }

    /// Asks a provider what it says of itself now. Its owner has just set it, or it signs with a
    /// key that is not known.
    pub async fn anew(
        self: &Arc<Self>,
        (app, now): (&App, Instant),
        issuer: &Issuer,
    ) -> Result<Reached, ProviderFault> {
        let is_trusted = app.config.trusted_issuers.have(issuer);
        let (own, named) = (Arc::clone(self), issuer.clone());
        let work = move || Ok(own.discovered(&named, is_trusted));
        let said = self.aside(work).await?;
        self.remember(issuer, Known { at: now, said: said.clone() });
        let said = said.ok_or(ProviderFault::Away)?;
        Ok(Reached { said, is_trusted, directory: Arc::clone(self) })
    }

    /// Asks again for a key that is not known; not where that was done just now.
    pub async fn anew_for_key(
        self: &Arc<Self>,
        (app, now): (&App, Instant),
        issuer: &Issuer,
    ) -> Result<Reached, ProviderFault> {
        match self.remembered(issuer) {
            Some(known) if now < known.at.plus(AGAIN) => Err(ProviderFault::NotVouched),
            Some(_) | None => self.anew((app, now), issuer).await,
        }
    }

    fn discovered(&self, issuer: &Issuer, is_trusted: bool) -> Option<Arc<CoreProviderMetadata>> {
        let told = |error: &dyn std::fmt::Display| {
            tracing::warn!(%issuer, %error, "an identity provider was not understood");
        };
        let url =
            IssuerUrl::new(issuer.as_str().to_owned()).inspect_err(|error| told(error)).ok()?;
        let ask = |request: HttpRequest| self.outbound.ask(is_trusted, request);
        let said = CoreProviderMetadata::discover(&url, &ask);
        let said = said.inspect_err(|error| told(&format!("{error:?}"))).ok()?;
        let token = said.token_endpoint().map(TokenUrl::url);
        let safe = |url: &Url| url.scheme() == "https" || (is_trusted && url.scheme() == "http");
        if !safe(said.authorization_endpoint().url()) || !token.is_some_and(safe) {
            told(&"its addresses are not https");
            return None;
        }
        Some(Arc::new(said))
    }
}

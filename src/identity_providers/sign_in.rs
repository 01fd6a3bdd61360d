//! `POST /v1/sessions/oidc` and its `/completion`: signing in by the provider of an organisation.

use std::sync::Arc;

use super::{
    completion::{self, Completed},
    discovery::RelyingParty,
    flow::{self, Begun, CodeGrant, Prompt, Redirect},
    model::{Provider, ProviderFault},
    store,
    tokens::{self, Claims},
};
use crate::{
    accounts::{self, Origin, Passkeys, SignedIn},
    http::Answer,
    prelude::*,
};

/// A sign-in that a person asks for.
#[derive(Debug, Clone)]
pub struct SignInAsked {
    /// The domain of an address: names the organisation.
    pub host: String,
    /// The address that the provider fills in.
    pub hint: Option<String>,
    /// The page that the provider sends people back to; without, a page of Guildhall.
    pub redirect_uri: Option<String>,
    /// Whether the provider has to ask for a password, though the person is signed in there.
    pub again: bool,
}

/// Begins a sign-in by the provider of the organisation that has proved the domain.
pub async fn begin(party: RelyingParty<'_>, asked: SignInAsked) -> Result<Begun, Fault> {
    let (request, app) = (party.request.anonymously(), &party.request.app);
    let now = request.at();
    let redirect = Redirect::parse(&app.config, asked.redirect_uri.as_deref())?;
    let host = asked.host;
    let find = move |db: &mut Db, _: &Actor| store::of_domain(db, &host, now);
    let provider = request.read(find).await?;
    let provider = provider.ok_or(ProviderFault::NoProvider)?;
    let trusted = &app.config.trusted_issuers;
    let discovered = party.discovery.find(&provider.issuer, trusted, now).await?;
    let prompt = Prompt { redirect, hint: asked.hint, again: asked.again };
    flow::begin(app, now, &provider, &discovered, &prompt)
}

/// The parameters with which the browser came back, and the verifier that it has kept.
#[derive(Debug, Clone)]
pub struct Returned {
    pub code: String,
    pub state: String,
    pub verifier: String,
    pub device_token: Option<String>,
}

/// Completes a sign-in: exchanges the code, verifies the ID token, and starts the session.
pub async fn complete(
    party: RelyingParty<'_>,
    passkeys: Arc<Passkeys>,
    returned: Returned,
    show: impl Fn(&SignedIn) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let (request, app) = (party.request.anonymously(), &party.request.app);
    let now = request.at();
    let flow = flow::came_back(app, now, &returned.state, &returned.verifier)?;
    let (id, state) = (flow.provider, flow.id.clone());
    let find = move |db: &mut Db, _: &Actor| store::of_flow(db, id, &state);
    let provider = request.read(find).await?.ok_or(ProviderFault::NoFlow)?;
    let grant = CodeGrant { flow: flow.clone(), code: returned.code };
    let claims = claims(party, now, &provider, grant).await?;
    let device = returned.device_token.map(|token| accounts::token_hash(&token));
    let origin = Origin { agent: request.caller().asked.agent.clone(), device };
    let done = Completed { flow, provider, claims, origin };
    let complete =
        move |tx: &mut Tx<'_>, call: &Call| completion::complete(tx, call, &done, &passkeys);
    request.act(complete, show).await
}

/// The verified claims of the ID token. The keys of the provider are fetched again, once, for a key
/// that is not known.
async fn claims(
    party: RelyingParty<'_>,
    now: Instant,
    provider: &Provider,
    grant: CodeGrant,
) -> Result<Claims, Fault> {
    let RelyingParty { request, discovery } = party;
    let app = &request.app;
    let secret =
        app.keys.sealed.decrypt(&provider.sealed_secret, &Provider::sealed_for(provider.id));
    let secret = secret.map_err(|why| Fault::corrupt(&why))?;
    let trusted = &app.config.trusted_issuers;
    let discovered = discovery.find(&provider.issuer, trusted, now).await?;
    let (own, at, nonce) = (provider.clone(), discovered.clone(), grant.flow.nonce.clone());
    let exchange = move || tokens::exchange(&at, &own, &secret, &grant);
    let token = discovery.off_thread(exchange).await?;
    if let Some(claims) = token.verify(&discovered, provider, &nonce, now)? {
        return Ok(claims);
    }
    let discovered = discovery.fetch_for_key(&provider.issuer, trusted, now).await?;
    let claims = token.verify(&discovered, provider, &nonce, now)?;
    Ok(claims.ok_or(ProviderFault::NotVouched)?)
}

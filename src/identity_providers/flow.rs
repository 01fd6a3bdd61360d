//! The authorization request (OpenID Connect Core 3.1.2.1). Its `state` carries, sealed, what has to
//! be remembered of the sign-in, so that any node goes on and a stranger's beginning costs no row.

use openidconnect::{
    ClientId, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient},
    url::Url,
};
use serde::{Deserialize, Serialize};

use super::{
    discovery::Discovered,
    model::{Provider, ProviderFault},
};
use crate::{
    accounts,
    app::{App, Config},
    prelude::*,
};

/// How long a sign-in may take at the provider.
pub const SIGN_IN_LIFE: Period = Period::minutes(10);
const SEALED_FOR: &str = "oidc state";

/// The redirect URI: a page of Guildhall, or a page of an allowed front end.
#[derive(Debug, Clone)]
pub struct Redirect(String);

impl Redirect {
    pub fn parse(config: &Config, asked: Option<&str>) -> Result<Self, Faults> {
        let own = format!("{}/docs/oidc", config.public_url);
        let Some(asked) = asked.filter(|asked| *asked != own) else { return Ok(Self(own)) };
        let allowed = Url::parse(asked).is_ok_and(|url| {
            let origin = url.origin().ascii_serialization();
            let listed = config.allowed_origins.iter().any(|known| known == origin);
            let plain = url.fragment().is_none() && url.username().is_empty();
            listed && plain && url.password().is_none()
        });
        if allowed {
            return Ok(Self(asked.to_owned()));
        }
        let mut faults = Faults::new();
        let why = "give a page of an origin in GUILDHALL_ALLOWED_ORIGINS, or none";
        faults.add("/redirect_uri", "origin", why);
        Err(faults)
    }
}

/// How the provider is to ask.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub redirect: Redirect,
    /// The address that the provider fills in (`login_hint`).
    pub hint: Option<String>,
    /// Whether the provider has to ask for a password, though the person is signed in there.
    pub again: bool,
}

/// A sign-in that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    pub authorization_url: String,
    /// For the browser that began the sign-in: no other browser can complete it.
    pub verifier: String,
}

#[derive(Serialize, Deserialize)]
struct State {
    id: String,
    provider: Id<Provider>,
    nonce: String,
    pkce: String,
    redirect: String,
    verifier_hash: String,
    until: i64,
}

/// A sign-in as it came back from the provider.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Spent once the sign-in is complete.
    pub id: String,
    pub until: Instant,
    pub provider: Id<Provider>,
    pub nonce: String,
    pub pkce: String,
    pub redirect: String,
}

/// A sign-in that came back, with the code for its token.
#[derive(Debug, Clone)]
pub struct CodeGrant {
    pub flow: Flow,
    pub code: String,
}

fn broken(error: &impl ToString) -> Fault {
    Fault::corrupt(error)
}

/// Seals the state, and makes the address of the provider's page with it.
pub fn begin(
    app: &App,
    now: Instant,
    provider: &Provider,
    discovered: &Discovered,
    prompt: &Prompt,
) -> Result<Begun, Fault> {
    let verifier = accounts::one_time_token()?;
    let state = State {
        id: Id::<Flow>::new().to_string(),
        provider: provider.id,
        nonce: accounts::one_time_token()?,
        pkce: accounts::one_time_token()?,
        redirect: prompt.redirect.0.clone(),
        verifier_hash: accounts::token_hash(&verifier),
        until: now.plus(SIGN_IN_LIFE).micros(),
    };
    let text = serde_json::to_string(&state).map_err(|error| broken(&error))?;
    let sealed = app.keys.sealed.encrypt(&text, SEALED_FOR).map_err(|error| broken(&error))?;
    let redirect = RedirectUrl::new(state.redirect).map_err(|error| broken(&error))?;
    let client_id = ClientId::new(provider.client_id.clone());
    let client =
        CoreClient::from_provider_metadata((*discovered.metadata).clone(), client_id, None)
            .set_redirect_uri(redirect);
    let pkce = PkceCodeVerifier::new(state.pkce);
    let mut asked = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(sealed),
            || Nonce::new(state.nonce),
        )
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&pkce));
    if let Some(hint) = &prompt.hint {
        asked = asked.add_extra_param("login_hint", hint.clone());
    }
    if prompt.again {
        asked = asked.add_prompt(CoreAuthPrompt::Login);
    }
    let (url, ..) = asked.url();
    Ok(Begun { authorization_url: url.into(), verifier })
}

/// Opens a state that came back: sealed here, in time, and with the verifier of the browser that
/// began the sign-in.
pub fn came_back(
    app: &App,
    now: Instant,
    sealed: &str,
    verifier: &str,
) -> Result<Flow, ProviderFault> {
    let open = || {
        let text = app.keys.sealed.decrypt(sealed, SEALED_FOR).ok()?;
        let state: State = serde_json::from_str(&text).ok()?;
        let until = Instant::from_micros(state.until);
        let same = accounts::same_hash(&state.verifier_hash, &accounts::token_hash(verifier));
        (same && now <= until).then_some(Flow {
            id: state.id,
            until,
            provider: state.provider,
            nonce: state.nonce,
            pkce: state.pkce,
            redirect: state.redirect,
        })
    };
    open().ok_or(ProviderFault::NoFlow)
}

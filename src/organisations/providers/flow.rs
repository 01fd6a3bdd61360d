//! `POST /v1/sessions/oidc`: a sign-in begins. What has to be remembered of it travels sealed, as
//! its `state`, so that any node goes on and a stranger's beginning costs no row.

use openidconnect::{
    ClientId, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient},
    url::Url,
};
use serde::{Deserialize, Serialize};

use super::{
    directory::Reached,
    model::{Provider, ProviderFault},
};
use crate::{
    accounts,
    app::{App, Config},
    db::Fault,
    kernel::{Faults, Id, Instant, Period},
};

/// How long a sign-in may take at the provider.
pub const LIFE: Period = Period::minutes(10);
const SEALED_FOR: &str = "oidc state";

/// A page that a provider may send people back to: ours, or one of an allowed front end.
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

/// How a sign-in is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub redirect: Redirect,
    /// Whom to fill in at the provider.
    pub hint: Option<String>,
    /// Whether the provider has to ask who it is, though it knows.
    pub again: bool,
}

/// A sign-in that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    pub authorization_url: String,
    /// For whoever began it: nobody else can end it.
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
    /// Which one, to be spent.
    pub id: String,
    pub until: Instant,
    pub provider: Id<Provider>,
    pub nonce: String,
    pub pkce: String,
    pub redirect: String,
}

fn broken(error: &impl ToString) -> Fault {
    Fault::corrupt(error)
}

pub fn begin(
    (app, now): (&App, Instant),
    provider: &Provider,
    reached: &Reached,
    wanted: &Wanted,
) -> Result<Begun, Fault> {
    let verifier = accounts::one_time_token()?;
    let state = State {
        id: Id::<Flow>::new().to_string(),
        provider: provider.id,
        nonce: accounts::one_time_token()?,
        pkce: accounts::one_time_token()?,
        redirect: wanted.redirect.0.clone(),
        verifier_hash: accounts::token_hash(&verifier),
        until: now.plus(LIFE).micros(),
    };
    let text = serde_json::to_string(&state).map_err(|error| broken(&error))?;
    let sealed = app.keys.sealed.hide(&text, SEALED_FOR).map_err(|error| broken(&error))?;
    let redirect = RedirectUrl::new(state.redirect).map_err(|error| broken(&error))?;
    let client_id = ClientId::new(provider.client_id.clone());
    let client = CoreClient::from_provider_metadata((*reached.said).clone(), client_id, None)
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
    if let Some(hint) = &wanted.hint {
        asked = asked.add_extra_param("login_hint", hint.clone());
    }
    if wanted.again {
        asked = asked.add_prompt(CoreAuthPrompt::Login);
    }
    let (url, ..) = asked.url();
    Ok(Begun { authorization_url: url.into(), verifier })
}

/// Opens a state that came back: ours, in time, and with the verifier of whoever began it.
pub fn came_back(
    (app, now): (&App, Instant),
    sealed: &str,
    verifier: &str,
) -> Result<Flow, ProviderFault> {
    let open = || {
        let text = app.keys.sealed.show(sealed, SEALED_FOR).ok()?;
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

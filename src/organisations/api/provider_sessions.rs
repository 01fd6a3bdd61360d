//! Signing in by the identity provider of one's organisation over HTTP.

use std::sync::Arc;

use actix_web::web::{self, Data};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::providers::{
    self, Claims, Completed, Directory, Flow, Provider, ProviderFault, Redirect, Wanted,
};
use crate::{
    access::Actor,
    accounts::{self, Origin, Passkeys, SecondStepView, SessionView, Started},
    app::App,
    audit::{self, Call},
    db::{Db, Fault, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Email, Faults, Instant, Line, MailDomain},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/sessions/oidc").route(web::post().to(begin_oidc_session)))
        .service(
            web::resource("/v1/sessions/oidc/completion")
                .route(web::post().to(complete_oidc_session)),
        );
}

/// Who wants to sign in by their organisation's identity provider: an address, or its domain.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewOidcSession {
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "ada@camden.example")]
    pub email: Option<Email>,
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "camden.example")]
    pub domain: Option<MailDomain>,
    /// Where the provider sends them back to: a page of an allowed front end. Without, a page here.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub redirect_uri: Option<Line<500>>,
    /// Whether the provider has to ask who it is, though it knows: for what needs a fresh proof.
    #[deserr(default)]
    pub again: bool,
}

impl NewOidcSession {
    /// The host that says which organisation it is, and whom to fill in.
    fn host(&self) -> Result<(String, Option<String>), Faults> {
        match (&self.email, &self.domain) {
            (Some(email), None) => Ok((email.host().to_owned(), Some(email.to_string()))),
            (None, Some(domain)) => Ok((domain.to_string(), None)),
            (Some(_), Some(_)) | (None, None) => {
                let mut faults = Faults::new();
                faults.add("", "one-of", "give an e-mail address or a domain, one of them");
                Err(faults)
            }
        }
    }
}

/// Where to go, and what to keep meanwhile.
#[derive(Debug, Serialize, ToSchema)]
pub struct OidcSessionView {
    /// Send the browser there. It comes back with `code` and `state`.
    pub authorization_url: String,
    /// Keep it where the sign-in began, and send it with `code` and `state`: without, whoever
    /// follows a link of somebody else's would be signed in as them.
    pub verifier: String,
    #[schema(example = 600)]
    pub expires_in: i64,
}

/// Begin sign-in by identity provider
///
/// Uses the identity provider of the organisation that has proved the mail domain of the address.
#[utoipa::path(
    post,
    path = "/v1/sessions/oidc",
    operation_id = "begin_oidc_session",
    tag = "accounts",
    request_body = NewOidcSession,
    responses(
        (status = 200, description = "Where to go", body = OidcSessionView),
        (status = 404, description = "No provider for this domain"),
        (status = 503, description = "The provider cannot be asked; Retry-After says when again"),
    ),
)]
pub async fn begin_oidc_session(
    app: Data<App>,
    directory: Data<Directory>,
    caller: Caller,
    Body(new): Body<NewOidcSession>,
) -> Reply {
    let now = caller.asked.at;
    let (host, hint) = new.host()?;
    let redirect = Redirect::parse(&app.config, new.redirect_uri.as_ref().map(Line::as_str))?;
    let caller = Caller { credential: None, ..caller };
    let find = move |db: &mut Db, _: &Actor| providers::of_domain(db, &host, now);
    let provider = app.read_openly(caller, find).await?.ok_or(ProviderFault::NoProvider)?;
    let reached = directory.into_inner().reach((&app, now), &provider.issuer).await?;
    let wanted = Wanted { redirect, hint, again: new.again };
    let begun = providers::begin((&app, now), &provider, &reached, &wanted)?;
    Ok(Answer::ok(&OidcSessionView {
        authorization_url: begun.authorization_url,
        verifier: begun.verifier,
        expires_in: providers::LIFE.as_seconds(),
    }))
}

/// What came back from the provider, and what was kept here.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct OidcCompletion {
    #[schema(value_type = String, min_length = 1, max_length = 4000)]
    pub code: Line<4000>,
    #[schema(value_type = String, min_length = 1, max_length = 4000)]
    pub state: Line<4000>,
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    pub verifier: Line<200>,
    /// As in `start_session`.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

/// Complete sign-in by identity provider
///
/// The first sign-in of a person creates an account; each sign-in updates the roles from the
/// person's groups. If the account has a second factor and the provider's own check is not trusted,
/// the answer is 202 and names the factors that `finish_session` accepts.
#[utoipa::path(
    post,
    path = "/v1/sessions/oidc/completion",
    operation_id = "complete_oidc_session",
    tag = "accounts",
    request_body = OidcCompletion,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 202, description = "The second factor is asked for", body = SecondStepView),
        (status = 401, description = "The provider did not vouch, or the sign-in is over"),
        (status = 403, description = "The address is not proved, foreign, or the account not active"),
        (status = 503, description = "The provider cannot be asked; Retry-After says when again"),
    ),
)]
pub async fn complete_oidc_session(
    app: Data<App>,
    (directory, passkeys): (Data<Directory>, Data<Passkeys>),
    caller: Caller,
    Body(asked): Body<OidcCompletion>,
) -> Reply {
    let now = caller.asked.at;
    let caller = Caller { credential: None, ..caller };
    let flow = providers::came_back((&app, now), asked.state.as_str(), asked.verifier.as_str())?;
    let (id, state) = (flow.provider, flow.id.clone());
    let find = move |db: &mut Db, _: &Actor| providers::of_flow(db, id, &state);
    let provider = app.read_openly(caller.clone(), find).await?.ok_or(ProviderFault::NoFlow)?;
    let told = (flow.clone(), asked.code.into_string());
    let claims = claims(&app, directory.into_inner(), now, (&provider, told)).await?;
    let device = asked.device_token.map(|token| accounts::token_hash(token.as_str()));
    let origin = Origin { agent: caller.asked.agent.clone(), device };
    let done = Completed { flow, provider, claims, origin };
    let passkeys = passkeys.into_inner();
    let complete =
        move |tx: &mut Tx<'_>, call: &Call| providers::complete(tx, call, &done, &passkeys);
    let show = |started: &Started| match started {
        Started::Session(pair) => Answer::created(&SessionView::from(pair), "/v1/sessions/current"),
        Started::SecondStep(step) => Answer::accepted(&SecondStepView::from(step)),
    };
    Ok(audit::act_secretly(&app, caller, complete, show).await?)
}

/// What the provider says of who has come. Its keys are read again, once, for one that is not known.
async fn claims(
    app: &App,
    directory: Arc<Directory>,
    now: Instant,
    (provider, (flow, code)): (&Provider, (Flow, String)),
) -> Result<Claims, Fault> {
    let secret = app.keys.sealed.show(&provider.sealed_secret, &Provider::sealed_for(provider.id));
    let secret = secret.map_err(|why| Fault::corrupt(&why))?;
    let reached = directory.reach((app, now), &provider.issuer).await?;
    let (own, at, nonce) = (provider.clone(), reached.clone(), flow.nonce.clone());
    let exchange = move || providers::exchange(&at, &own, &secret, (&flow, &code));
    let token = directory.aside(exchange).await?;
    let seen = (nonce.as_str(), now);
    if let Some(claims) = token.verify(&reached, provider, seen)? {
        return Ok(claims);
    }
    let reached = directory.anew_for_key((app, now), &provider.issuer).await?;
    Ok(token.verify(&reached, provider, seen)?.ok_or(ProviderFault::NotVouched)?)
}

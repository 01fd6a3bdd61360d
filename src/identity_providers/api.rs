//! Identity providers, and signing in by them, over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    discovery::{Discovery, RelyingParty},
    model::{Groups, NewProvider, Provider},
    setting,
    sign_in::{self, Returned, SignInAsked},
    views::{IdentityProviderView, OidcSessionView},
};
use crate::{
    accounts::{Passkeys, SecondStepView, SessionView, SignedIn},
    http::prelude::*,
    kernel::{Email, Issuer, MailDomain},
    prelude::*,
};
use crate::{audit::Request, operations};

operations! { "accounts":
    /// Set the identity provider of an organisation
    ///
    /// By an owner; the other owners are told. Guildhall reads the discovery document of the provider.
    /// The provider is trusted for addresses in the proved mail domains of the organisation. Needs
    /// authentication within the last five minutes (see `step_up`).
    put "/v1/organisations/{id}/identity-provider" set_identity_provider =
        signed_in().takes::<IdentityProvider>().versioned().gives::<IdentityProviderView>(200, "The provider")
            .row("docef", "------ -- ynnn ---");

    /// Get the identity provider of an organisation
    ///
    /// For owners. The client secret is never shown.
    get "/v1/organisations/{id}/identity-provider" get_identity_provider =
        signed_in().versioned().gives::<IdentityProviderView>(200, "The provider")
            .row("docef", "------ -- ynnn ---");

    /// Remove the identity provider of an organisation
    ///
    /// By an owner; the other owners are told. Accounts, roles and sessions stay. Needs authentication
    /// within the last five minutes (see `step_up`).
    delete "/v1/organisations/{id}/identity-provider" remove_identity_provider =
        signed_in().says(204, "The identity provider is removed").row("docef", "------ -- ynnn ---");

    /// Begin sign-in by identity provider
    ///
    /// Uses the identity provider of the organisation that has proved the mail domain of the address.
    post "/v1/sessions/oidc" begin_oidc_session =
        open().takes::<NewOidcSession>()
            .gives::<OidcSessionView>(200, "The address of the provider")
            .says(404, "No identity provider for this domain")
            .says(503, "The provider cannot be reached; see Retry-After");

    /// Complete sign-in by identity provider
    ///
    /// The first sign-in of a person creates an account; each sign-in updates the roles from the
    /// person's groups. If the account has a second factor and the provider's own check is not trusted,
    /// the answer is 202 and names the factors that `finish_session` accepts.
    post "/v1/sessions/oidc/completion" complete_oidc_session =
        open().secret().takes::<OidcCompletion>().gives::<SessionView>(201, "The tokens")
            .gives::<SecondStepView>(202, "A second factor is required")
            .says(401, "The provider did not authenticate the person, or the sign-in has ended")
            .says(403, "The address is not confirmed or is outside the proved domains, or the account is not active")
            .says(503, "The provider cannot be reached; see Retry-After");
}

/// The identity provider of an organisation.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct IdentityProvider {
    /// The issuer, exactly as in its discovery document.
    #[schema(value_type = String, max_length = 500, example = "https://login.camden.example/realms/staff")]
    pub issuer: Issuer,
    /// The client id of Guildhall at the provider.
    #[schema(value_type = String, max_length = 200, example = "guildhall")]
    pub client_id: Line<200>,
    /// The client secret. Required with a new issuer or client; otherwise the stored secret stays.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 500, example = "xk3-9fQ7wLm2Zt")]
    pub client_secret: Option<Line<500>>,
    /// The claim of the ID token with the person's groups; `groups` by default.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 100, example = "groups")]
    pub groups_claim: Option<Line<100>>,
    /// The roles that each group gives: any but owner. A role comes and goes with its groups; roles
    /// that no group gives stay as they were given.
    #[deserr(default)]
    #[schema(required = false, value_type = Object, example = json!({ "procurement": ["author", "viewer"] }))]
    pub groups: Groups,
    /// The roles of people in none of the groups; without them such people are no members.
    #[deserr(default)]
    #[schema(required = false)]
    pub default_roles: Vec<Role>,
    /// Whether `mfa` in the provider's `amr` claim counts as a second factor.
    #[deserr(default)]
    #[schema(required = false)]
    pub amr_believed: bool,
    /// The class of authentication (`acr`) that counts as a second factor.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200, example = "urn:example:mfa")]
    pub acr_believed: Option<Line<200>>,
    /// Whether people with an address of the organisation may sign in by password or passkey too.
    /// Its owners always may.
    #[deserr(default = true)]
    #[schema(required = false)]
    pub passwords: bool,
}

impl IdentityProvider {
    fn into_new(self) -> NewProvider {
        NewProvider {
            issuer: self.issuer,
            client_id: self.client_id.into_string(),
            client_secret: self.client_secret.map(Line::into_string),
            groups_claim: self.groups_claim.map_or_else(|| "groups".to_owned(), Line::into_string),
            groups: self.groups,
            default_roles: self.default_roles,
            amr_believed: self.amr_believed,
            acr_believed: self.acr_believed.map(Line::into_string),
            passwords: self.passwords,
        }
    }
}

fn shown(provider: &Provider, public_url: &str) -> Answer {
    Answer::ok(&IdentityProviderView::of(provider, public_url)).version(provider.version)
}

async fn set_identity_provider(
    request: Request,
    discovery: Data<Discovery>,
    path: Path<Id<Organisation>>,
    Body(asked): Body<IdentityProvider>,
) -> Reply {
    let party = RelyingParty { request: &request, discovery: &discovery };
    let public_url = request.app.config.public_url.clone();
    let show = move |provider: &Provider| shown(provider, &public_url);
    setting::set(party, path.into_inner(), asked.into_new(), show).await
}

async fn get_identity_provider(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let of = path.into_inner();
    let found = request.read(move |db, actor| setting::read(db, actor, of)).await?;
    Ok(shown(&found, &request.app.config.public_url))
}

async fn remove_identity_provider(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let of = path.into_inner();
    let remove = move |tx: &mut Tx<'_>, call: &Call| setting::remove(tx, call, of);
    request.act(remove, |()| Answer::done()).await
}

/// An e-mail address or its domain, which leads to the identity provider.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewOidcSession {
    /// The address of the person.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "ada@camden.example")]
    pub email: Option<Email>,
    /// The domain of the address, instead of the address.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "camden.example")]
    pub domain: Option<MailDomain>,
    /// The page that the provider redirects to, at an allowed origin; a Guildhall page by default.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 500, example = "https://app.example/oidc")]
    pub redirect_uri: Option<Line<500>>,
    /// Whether the provider has to authenticate the person again, for a step-up.
    #[deserr(default)]
    #[schema(required = false)]
    pub again: bool,
}

impl NewOidcSession {
    fn checked(self) -> Result<SignInAsked, Faults> {
        let (host, hint) = match (&self.email, &self.domain) {
            (Some(email), None) => (email.host().to_owned(), Some(email.to_string())),
            (None, Some(domain)) => (domain.to_string(), None),
            (Some(_), Some(_)) | (None, None) => {
                let mut faults = Faults::new();
                faults.add("", "one-of", "give an e-mail address or a domain, one of them");
                return Err(faults);
            }
        };
        let redirect_uri = self.redirect_uri.map(Line::into_string);
        Ok(SignInAsked { host, hint, redirect_uri, again: self.again })
    }
}

async fn begin_oidc_session(
    request: Request,
    discovery: Data<Discovery>,
    Body(new): Body<NewOidcSession>,
) -> Reply {
    let party = RelyingParty { request: &request, discovery: &discovery };
    let begun = sign_in::begin(party, new.checked()?).await?;
    Ok(Answer::ok(&OidcSessionView::from(begun)))
}

/// The answer of the provider, and the verifier of the client.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct OidcCompletion {
    /// The `code` with which the browser returned.
    #[schema(value_type = String, min_length = 1, max_length = 4000, example = "SplxlOBeZQQYbYS6WxSbIA")]
    pub code: Line<4000>,
    /// The `state` with which the browser returned.
    #[schema(value_type = String, min_length = 1, max_length = 4000, example = "af0ifjsldkj")]
    pub state: Line<4000>,
    /// The `verifier` of the browser in which the sign-in began.
    #[schema(value_type = String, min_length = 1, max_length = 200, example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub verifier: Line<200>,
    /// The `device_token` of an earlier sign-in in this browser.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200, example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub device_token: Option<Line<200>>,
}

impl From<OidcCompletion> for Returned {
    fn from(body: OidcCompletion) -> Self {
        Self {
            code: body.code.into_string(),
            state: body.state.into_string(),
            verifier: body.verifier.into_string(),
            device_token: body.device_token.map(Line::into_string),
        }
    }
}

async fn complete_oidc_session(
    request: Request,
    discovery: Data<Discovery>,
    passkeys: Data<Passkeys>,
    Body(body): Body<OidcCompletion>,
) -> Reply {
    let party = RelyingParty { request: &request, discovery: &discovery };
    let show = |started: &SignedIn| match started {
        SignedIn::Session(pair) => {
            Answer::created(&SessionView::from(pair), "/v1/sessions/current")
        }
        SignedIn::SecondStep(step) => Answer::accepted(&SecondStepView::from(step)),
    };
    let passkeys = passkeys.into_inner();
    sign_in::complete(party, passkeys, body.into(), show).await
}

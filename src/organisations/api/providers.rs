//! The identity provider of an organisation over HTTP.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    providers::{self, Directory, NewProvider, Provider, ReadProvider},
    store,
};
use crate::{
    access::{No, Organisation, Role},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Issuer, Line, Problem},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/v1/organisations/{id}/identity-provider")
            .route(web::get().to(get_identity_provider))
            .route(web::put().to(set_identity_provider))
            .route(web::delete().to(remove_identity_provider)),
    );
}

/// Where the people of an organisation sign in.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct IdentityProvider {
    /// As its discovery document names it, letter by letter.
    #[schema(value_type = String, max_length = 500, example = "https://login.camden.example/realms/staff")]
    pub issuer: Issuer,
    #[schema(value_type = String, max_length = 200, example = "guildhall")]
    pub client_id: Line<200>,
    /// Needed with a new issuer or client; left out, the one that is there stays.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    pub client_secret: Option<Line<500>>,
    /// The claim of the ID token that names somebody's groups; without, `groups`.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 100, example = "groups")]
    pub groups_claim: Option<Line<100>>,
    /// Which roles each group brings: any but owner. With the group a role comes, and without it
    /// goes; roles that no group brings stay as they were given.
    #[deserr(default)]
    #[schema(value_type = Object, example = json!({ "procurement": ["author", "viewer"] }))]
    pub groups: BTreeMap<String, Vec<Role>>,
    /// The roles of who is in none of these groups. Without, such a person is no member.
    #[deserr(default)]
    pub default_roles: Vec<Role>,
    /// Whether `mfa` among the methods that the provider names (`amr`) counts as a second factor.
    #[deserr(default)]
    pub amr_believed: bool,
    /// The class of authentication (`acr`) that counts as a second factor.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub acr_believed: Option<Line<200>>,
    /// Whether people with an address of the organisation may sign in by password or passkey too.
    /// Its owners always may.
    #[deserr(default = true)]
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

/// An identity provider, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProviderView {
    #[schema(example = "https://login.camden.example/realms/staff")]
    pub issuer: String,
    pub client_id: String,
    pub groups_claim: String,
    #[schema(value_type = Object)]
    pub groups: BTreeMap<String, Vec<Role>>,
    pub default_roles: Vec<Role>,
    pub amr_believed: bool,
    pub acr_believed: Option<String>,
    pub passwords: bool,
    pub set_at: Instant,
    /// What the provider has to be told: where it may send people back to.
    #[schema(example = "https://guildhall.example/docs/oidc")]
    pub redirect_uri: String,
}

fn shown(provider: &Provider, public_url: &str) -> Answer {
    let view = IdentityProviderView {
        issuer: provider.issuer.to_string(),
        client_id: provider.client_id.clone(),
        groups_claim: provider.groups_claim.clone(),
        groups: provider.groups.clone(),
        default_roles: provider.default_roles.clone(),
        amr_believed: provider.amr_believed,
        acr_believed: provider.acr_believed.clone(),
        passwords: provider.passwords,
        set_at: provider.set_at,
        redirect_uri: format!("{public_url}/docs/oidc"),
    };
    Answer::ok(&view).version(provider.version)
}

/// Set the identity provider of an organisation
///
/// By an owner; the other owners are told. Guildhall reads the discovery document of the provider.
/// The provider is trusted for addresses in the proved mail domains of the organisation. Needs
/// authentication within the last five minutes (see `step_up`).
#[utoipa::path(
    put,
    path = "/v1/organisations/{id}/identity-provider",
    operation_id = "set_identity_provider",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    request_body = IdentityProvider,
    security(("bearer" = [])),
    responses((status = 200, description = "The provider", body = IdentityProviderView)),
)]
pub async fn set_identity_provider(
    app: Data<App>,
    directory: Data<Directory>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(asked): Body<IdentityProvider>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let (of, new) = (path.into_inner(), asked.into_new());
    let (seen, early) = ((of, caller.asked.seen), new.clone());
    let may = move |db: &mut crate::db::Db, actor: &crate::access::Actor| {
        providers::judged(db, actor, seen, &early).map(drop)
    };
    audit::read(&app, caller.clone(), may).await?;
    answers(&app, directory.into_inner(), caller.asked.at, &new.issuer).await?;
    let public_url = app.config.public_url.clone();
    let set = move |tx: &mut Tx<'_>, call: &Call| providers::set(tx, call, of, &new);
    let show = move |provider: &Provider| shown(provider, &public_url);
    Ok(audit::act(&app, caller, set, show).await?)
}

/// Refuses (422) an issuer that cannot be asked what it says of itself.
async fn answers(
    app: &App,
    directory: Arc<Directory>,
    now: Instant,
    issuer: &Issuer,
) -> Result<(), Problem> {
    let mut faults = Faults::new();
    if !issuer.is_https() && !app.config.trusted_issuers.have(issuer) {
        faults.add("/issuer", "issuer", "begins with https://");
    } else if directory.anew((app, now), issuer).await.is_err() {
        let why = "does not answer with a discovery document of this issuer at /.well-known/openid-configuration; it has to be reached on a public address by https, or be trusted by the operator";
        faults.add("/issuer", "discovery", why);
    }
    faults.none().map_err(Problem::from)
}

/// Get the identity provider of an organisation
///
/// For owners. The client secret is never shown.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/identity-provider",
    operation_id = "get_identity_provider",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The provider", body = IdentityProviderView)),
)]
pub async fn get_identity_provider(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let (of, public_url) = (path.into_inner(), app.config.public_url.clone());
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, organisation) = store::load(db, of)?.open::<ReadProvider>(actor)?;
        Ok(providers::find(db, organisation.id)?.ok_or(No::Hidden)?)
    });
    Ok(shown(&found.await?, &public_url))
}

/// Remove the identity provider of an organisation
///
/// By an owner; the other owners are told. Accounts, roles and sessions stay. Needs authentication
/// within the last five minutes (see `step_up`).
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/identity-provider",
    operation_id = "remove_identity_provider",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 204, description = "Nobody signs in so any more")),
)]
pub async fn remove_identity_provider(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let of = path.into_inner();
    let remove = move |tx: &mut Tx<'_>, call: &Call| providers::remove(tx, call, of);
    Ok(audit::act(&app, caller, remove, |()| Answer::done()).await?)
}

//! API keys and the accounts of programs over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    listing, making,
    model::{IssuedKey, NewKey, ServiceAccount},
    rotation,
    service_accounts::{self, NewServiceAccount},
    views::{ApiKeyView, MadeApiKeyView, ServiceAccountView},
};
use crate::{
    access::ApiKey,
    http::{Page, prelude::*},
    kernel::Networks,
    organisations::PageOfOrganisation,
    prelude::*,
};
use crate::{audit::Request, operations};

operations! { "accounts":
    /// Create a service account
    ///
    /// By an owner. A service account is a member that is a program: it cannot sign in, receives no
    /// letters and acts with API keys. It is removed as other members are. Needs authentication within
    /// the last five minutes (see `step_up`).
    post "/v1/organisations/{id}/service-accounts" make_service_account =
        signed_in().takes::<NewServiceAccount>().gives::<ServiceAccountView>(201, "The account")
            .row("docef", "------ -- ynnn ---");

    /// Create an API key
    ///
    /// By a member for themselves, or by an owner for a service account. The key can do only what its
    /// scopes and the roles of its holder both allow, in this organisation, and no operation that
    /// requires a person. The secret is returned once. Needs authentication within the last five
    /// minutes (see `step_up`).
    post "/v1/organisations/{id}/api-keys" make_api_key =
        signed_in().secret().takes::<NewApiKey>().gives::<MadeApiKeyView>(201, "The key")
            .says(409, "The limit of twenty keys is reached")
            .row("docef", "------ -- yyyy ---");

    /// List API keys
    ///
    /// A member sees their own keys in this organisation, an owner all of them. Newest first.
    get "/v1/organisations/{id}/api-keys" list_api_keys =
        signed_in().query::<PageQuery>().gives::<Page<ApiKeyView>>(200, "A page of keys")
            .row("docef", "------ -- yyyy ---");

    /// Rotate an API key
    ///
    /// Creates a new key with the same scopes and the same lifetime. The old key stays valid for an
    /// overlap, so that programs can change over. Needs authentication within the last five minutes
    /// (see `step_up`).
    post "/v1/api-keys/{key_id}/rotation" rotate_api_key =
        signed_in().secret().takes::<KeyRotation>().gives::<MadeApiKeyView>(201, "The new key")
            .says(409, "The key has expired or is revoked")
            .row("docef", "------ -- nynn ---");

    /// Revoke an API key
    ///
    /// By the holder of the key or an owner of the organisation. The key is refused from the next
    /// request on.
    delete "/v1/api-keys/{key_id}" revoke_api_key =
        signed_in().says(204, "The key is revoked").row("docef", "------ -- yy-- ---");
}

async fn make_service_account(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewServiceAccount>,
) -> Reply {
    let of = path.into_inner();
    let make = move |tx: &mut Tx<'_>, call: &Call| service_accounts::make(tx, call, of, &new);
    let show = move |account: &ServiceAccount| {
        let location = format!("/v1/organisations/{of}/members");
        Answer::created(&ServiceAccountView::from(account), location)
    };
    request.act(make, show).await
}

/// A new API key.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewApiKey {
    /// The purpose of the key.
    #[schema(example = "Nightly export")]
    pub name: Line<120>,
    /// The operations that the key may be used for, at least one.
    #[schema(example = json!(["opportunities:read", "bids:read"]))]
    pub scopes: Vec<Scope>,
    /// The networks that may use the key; all by default.
    #[deserr(default)]
    #[schema(required = false, max_items = 20, example = json!(["192.0.2.0/24"]))]
    pub networks: Vec<Line<50>>,
    /// The end of the key, at most 366 days from now; 90 days by default.
    #[deserr(default)]
    pub expires_at: Option<Instant>,
    /// The service account that holds the key; the caller by default.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub user_id: Option<Id<User>>,
}

impl NewApiKey {
    fn parsed(self) -> Result<NewKey, Faults> {
        let mut faults = Faults::new();
        if self.networks.len() > 20 {
            faults.add("/networks", "many", "give at most 20 networks");
        }
        for (n, network) in self.networks.iter().enumerate() {
            let pointer = format!("/networks/{n}");
            faults.keep(pointer, "network", Networks::parse(network.as_str()));
        }
        faults.none()?;
        let words: Vec<&str> = self.networks.iter().map(Line::as_str).collect();
        let networks = Networks::parse(&words.join(" ")).unwrap_or_default();
        let (mut scopes, holder) = (self.scopes, self.user_id);
        scopes.sort_unstable();
        scopes.dedup();
        Ok(NewKey { name: self.name, scopes, networks, expires_at: self.expires_at, holder })
    }
}

fn issued_once(issued: &IssuedKey) -> Answer {
    let location = format!("/v1/organisations/{}/api-keys", issued.key.holder.organisation);
    Answer::created(&MadeApiKeyView::from(issued), location)
}

async fn make_api_key(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewApiKey>,
) -> Reply {
    let (of, new) = (path.into_inner(), new.parsed()?);
    let make = move |tx: &mut Tx<'_>, call: &Call| making::make(tx, call, of, &new);
    request.act(make, issued_once).await
}

async fn list_api_keys(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let of = path.into_inner();
    let page = query.page(&("api keys", of))?;
    let asked = PageOfOrganisation { of, page };
    let found = request.read(move |db, actor| listing::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|key| ApiKeyView::from(&key))))
}

/// The overlap of the old and the new key.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct KeyRotation {
    /// An ISO 8601 duration of at most P30D; P1D by default.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "PT2H")]
    pub overlap: Option<Line<20>>,
}

async fn rotate_api_key(
    request: Request,
    path: Path<Id<ApiKey>>,
    Body(body): Body<KeyRotation>,
) -> Reply {
    let id = path.into_inner();
    let mut faults = Faults::new();
    let overlap = body.overlap.map(|text| text.as_str().parse::<Period>());
    let overlap = overlap.and_then(|parsed| faults.keep("/overlap", "period", parsed));
    faults.none()?;
    let rotate = move |tx: &mut Tx<'_>, call: &Call| rotation::rotate(tx, call, id, overlap);
    request.act(rotate, issued_once).await
}

async fn revoke_api_key(request: Request, path: Path<Id<ApiKey>>) -> Reply {
    let id = path.into_inner();
    let revoke = move |tx: &mut Tx<'_>, call: &Call| rotation::revoke(tx, call, id);
    request.act(revoke, |()| Answer::done()).await
}

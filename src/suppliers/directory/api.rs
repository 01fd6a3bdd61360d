//! `GET /v1/suppliers` and `/v1/suppliers/{id}`: the public directory of suppliers, its filters and
//! its search.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use sha2::{Digest as _, Sha256};

use super::{
    super::profile::AccreditationKind,
    model::{SizeAsked, SupplierFilters, VcseAsked},
    reading::{self, PublicSupplier, SupplierPage},
    views::{AssessedSupplier, HeldCapability, SupplierSummary},
};
use crate::{
    access::Organisation,
    app::App,
    capabilities::Capability,
    db::SoughtWords,
    http::{Answer, Caller, Page, PageOf, Query, Reply},
    kernel::{Cpv, Faults, Id, Key, Region},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/suppliers").route(web::get().to(list_suppliers)))
        .service(web::resource("/v1/suppliers/{id}").route(web::get().to(get_supplier)));
}

/// Which suppliers to look for. Each filter narrows.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupplierQuery {
    /// Words of names and summaries, best match first; at most 200 characters.
    #[deserr(default)]
    pub q: Option<String>,
    /// Suppliers that work in this region, in one that contains it, or in a part of it.
    #[deserr(default)]
    pub region: Option<Region>,
    /// Suppliers that offer this, something that contains it, or a part of it.
    #[deserr(default)]
    pub cpv: Option<Cpv>,
    #[deserr(default)]
    pub size: Option<SizeAsked>,
    #[deserr(default)]
    pub vcse: Option<VcseAsked>,
    /// Suppliers with this accreditation, good today.
    #[deserr(default)]
    pub accreditation: Option<AccreditationKind>,
    /// Suppliers that were assessed for this category and hold it today: its code.
    #[deserr(default)]
    pub capability: Option<Key>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// List suppliers
///
/// The public directory of verified suppliers that want to be found, newest first; with `q`, best
/// match first. Suppliers describe themselves; `get_supplier` also says what an administrator has
/// checked.
#[utoipa::path(
    get,
    path = "/v1/suppliers",
    operation_id = "list_suppliers",
    tag = "suppliers",
    params(SupplierQuery),
    responses((status = 200, description = "A page of suppliers", body = Page<SupplierSummary>)),
)]
pub async fn list_suppliers(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<SupplierQuery>,
) -> Reply {
    let SupplierQuery { q, region, cpv, size, vcse, accreditation, capability, limit, cursor } =
        query;
    let filters = SupplierFilters { region, cpv, size, vcse, accreditation, capability };
    let page = PageOf::of(limit, cursor.as_deref(), &("suppliers", &filters, &q))?;
    let (now, public) = (caller.asked.at, caller.credential.is_none());
    let asked = SupplierPage { filters, now, page };
    let found = match q {
        Some(typed) => {
            let words = SoughtWords::parse(&typed)?;
            app.read_long_openly(caller, move |db, _| reading::search(db, words.as_ref(), &asked))
                .await?
        }
        None => app.read_openly(caller, move |db, _| reading::list(db, &asked)).await?,
    };
    let answer = Answer::page(&found);
    Ok(if public { answer.public(5) } else { answer })
}

/// Get a supplier
///
/// Public: its work and regions, its size, its accreditations, and its assessed capabilities. No
/// personal data.
#[utoipa::path(
    get,
    path = "/v1/suppliers/{id}",
    operation_id = "get_supplier",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The supplier", body = AssessedSupplier),
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_supplier(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let (id, now, public) = (path.into_inner(), caller.asked.at, caller.credential.is_none());
    let found =
        app.read_openly(caller, move |db, actor| reading::supplier(db, actor, id, now)).await?;
    let answer = shown(found);
    Ok(if public { answer.public(5) } else { answer })
}

fn shown(found: PublicSupplier) -> Answer {
    let phase = format!("{}-{}", found.phase, state_of(&found.capabilities));
    let capabilities = found.capabilities.into_iter().map(HeldCapability::from).collect();
    Answer::ok(&AssessedSupplier { supplier: found.view, capabilities })
        .version_in(found.version, &phase)
}

/// A digest of a list of capabilities: they come and go, and their titles change,
/// without a new version of the supplier.
fn state_of(held: &[Capability]) -> String {
    let digest = Sha256::digest(format!("{held:?}"));
    hex::encode(digest).chars().take(8).collect()
}

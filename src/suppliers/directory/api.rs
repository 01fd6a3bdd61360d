//! `GET /v1/suppliers` and `/v1/suppliers/{id}`: the public directory of suppliers, its filters and
//! its search.

use actix_web::web::Path;
use deserr::Deserr;
use sha2::{Digest as _, Sha256};

use super::{
    super::profile::AccreditationKind,
    model::{SizeAsked, SupplierFilters, VcseAsked},
    reading::{self, PublicSupplier, SupplierPage},
    views::{AssessedSupplier, HeldCapability, SupplierSummary},
};
use crate::{
    capabilities::Capability,
    db::SoughtWords,
    http::{Page, PageOf, prelude::*},
    kernel::{Cpv, Key, Region},
    prelude::*,
};

operations! { "suppliers":
    /// List suppliers
    ///
    /// The public directory of verified suppliers that want to be found, newest first; with `q`, best
    /// match first. Suppliers describe themselves; `get_supplier` also says what an administrator has
    /// checked.
    get "/v1/suppliers" list_suppliers =
        public().query::<SupplierQuery>().gives::<Page<SupplierSummary>>(200, "A page of suppliers");

    /// Get a supplier
    ///
    /// Public: its work and regions, its size, its accreditations, and its assessed capabilities. No
    /// personal data.
    get "/v1/suppliers/{id}" get_supplier =
        public().versioned().gives::<AssessedSupplier>(200, "The supplier")
            .row("docef", "yyyyyy yy yyyy yyy");
}

/// Filters of the directory of suppliers, which all have to match.
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
    /// Suppliers of this size class.
    #[deserr(default)]
    pub size: Option<SizeAsked>,
    /// Only voluntary, community and social enterprises.
    #[deserr(default)]
    pub vcse: Option<VcseAsked>,
    /// Suppliers with this accreditation, valid today.
    #[deserr(default)]
    pub accreditation: Option<AccreditationKind>,
    /// Suppliers with a valid capability in the category of this code.
    #[deserr(default)]
    pub capability: Option<Key>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

async fn list_suppliers(request: Request, Query(query): Query<SupplierQuery>) -> Reply {
    let SupplierQuery { q, region, cpv, size, vcse, accreditation, capability, limit, cursor } =
        query;
    let filters = SupplierFilters { region, cpv, size, vcse, accreditation, capability };
    let page = PageOf::of(limit, cursor.as_deref(), &("suppliers", &filters, &q))?;
    let (now, public) = (request.at(), request.caller().credential.is_none());
    let asked = SupplierPage { filters, now, page };
    let found = match q {
        Some(typed) => {
            let words = SoughtWords::parse(&typed)?;
            request.read_long(move |db, _| reading::search(db, words.as_ref(), &asked)).await?
        }
        None => request.read(move |db, _| reading::list(db, &asked)).await?,
    };
    let answer = Answer::page(&found);
    Ok(if public { answer.public(5) } else { answer })
}

async fn get_supplier(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let (id, now, public) =
        (path.into_inner(), request.at(), request.caller().credential.is_none());
    let found = request.read(move |db, actor| reading::supplier(db, actor, id, now)).await?;
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

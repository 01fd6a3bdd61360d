//! `GET /v1/suppliers` and `/v1/suppliers/{id}`: the public directory of suppliers, its filters and
//! its search.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::{
    access::Organisation,
    app::App,
    capabilities::{self, Held},
    db::{Db, Fault},
    http::{Answer, Caller, Page, PageOf, Query, Reply},
    kernel::{Cpv, Faults, Id, Instant, Key, Region},
    organisations::{self, AccreditationKind, InPublic, SizeClass, SupplierView},
    search::{
        suppliers::{self, Found, SizeAsked, SupplierFilters, VcseAsked},
        words::Words,
    },
};

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

/// A supplier in the directory's list, with what it has declared and is good today.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupplierSummary {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    pub name: String,
    /// Its legal name, then those that it trades under.
    pub other_names: Vec<String>,
    pub summary: Option<String>,
    pub website: Option<String>,
    /// Self-declared.
    pub size_class: Option<SizeClass>,
    /// Self-declared.
    pub vcse: bool,
    #[schema(value_type = Vec<String>)]
    pub regions: Vec<String>,
    #[schema(value_type = Vec<String>)]
    pub cpv: Vec<String>,
    #[schema(value_type = Vec<AccreditationKind>)]
    pub accreditations: Vec<String>,
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
    let found = match q {
        Some(typed) => {
            let words = super::words(&typed)?;
            app.read_long_openly(caller, move |db, _| {
                search(db, words.as_ref(), (&filters, now), &page)
            })
            .await?
        }
        None => {
            app.read_openly(caller, move |db, _| {
                let found = suppliers::walk(db, (&filters, now), &page)?;
                let cut = page.cut(found, |(_, _, one)| one.id.to_string());
                Ok(Page { items: summaries(db, cut.items, now)?, next: cut.next })
            })
            .await?
        }
    };
    let answer = Answer::page(&found);
    Ok(if public { answer.public(5) } else { answer })
}

fn search(
    db: &mut Db,
    words: Option<&Words>,
    (filters, now): (&SupplierFilters, Instant),
    page: &PageOf,
) -> Result<Page<SupplierSummary>, Fault> {
    let Some(words) = words else { return Ok(Page { items: Vec::new(), next: None }) };
    let from: usize = page.after().and_then(|after| after.parse().ok()).unwrap_or(0);
    let fetch = usize::try_from(page.fetch()).unwrap_or(0);
    let numbers = suppliers::find(db, words, (filters, now))?;
    let numbers: Vec<i64> = numbers.into_iter().skip(from).take(fetch).collect();
    let taken = numbers.len().min(fetch.saturating_sub(1));
    let cut = page.cut(numbers, |_| (from + taken).to_string());
    let found = suppliers::of_numbers(db, &cut.items)?;
    Ok(Page { items: summaries(db, found, now)?, next: cut.next })
}

/// Summaries of a page, with what all of it has declared in one statement.
fn summaries(db: &mut Db, found: Vec<Found>, now: Instant) -> Result<Vec<SupplierSummary>, Fault> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = found.iter().map(|(_, _, one)| one.id).collect();
    let declared = suppliers::declared(db, &ids, now)?;
    let summary = |(_, other_names, one): Found| {
        let of = |scheme: &str| -> Vec<String> {
            let own = declared.iter().filter(|(of, is, _)| *of == one.id && is == scheme);
            own.map(|(_, _, code)| code.clone()).collect()
        };
        SupplierSummary {
            id: one.id,
            other_names: other_names.lines().map(str::to_owned).collect(),
            size_class: of("size").iter().find_map(|word| SizeClass::parse(word)),
            vcse: !of("vcse").is_empty(),
            regions: of("region"),
            cpv: of("cpv").into_iter().map(|code| format!("{code:0<8}")).collect(),
            accreditations: of("accreditation"),
            name: one.name,
            summary: one.summary,
            website: one.website,
        }
    };
    Ok(found.into_iter().map(summary).collect())
}

/// What a supplier was assessed for by administrators and holds today: neither what it showed nor
/// what was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldCapability {
    #[schema(example = "user-research")]
    pub code: String,
    #[schema(example = "User research")]
    pub title: String,
    pub until: Instant,
}

impl From<Held> for HeldCapability {
    fn from(held: Held) -> Self {
        Self { code: held.code, title: held.title, until: held.until }
    }
}

/// A supplier of the directory: what it says of itself, and what others have found.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessedSupplier {
    #[serde(flatten)]
    pub supplier: SupplierView,
    pub capabilities: Vec<HeldCapability>,
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
        (status = 304, description = "As you know it"),
    ),
)]
pub async fn get_supplier(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let (id, now, public) = (path.into_inner(), caller.asked.at, caller.credential.is_none());
    let (found, held) = app
        .read_openly(caller, move |db, actor| {
            let found = organisations::in_public(db, actor, id, now)?;
            Ok((found, capabilities::held(db, &[id], now)?))
        })
        .await?;
    let answer = shown(found, held);
    Ok(if public { answer.public(5) } else { answer })
}

fn shown(found: InPublic, held: Vec<Held>) -> Answer {
    let phase = format!("{}-{}", found.phase, state_of(&held));
    let capabilities = held.into_iter().map(HeldCapability::from).collect();
    Answer::ok(&AssessedSupplier { supplier: found.view, capabilities })
        .version_in(found.version, &phase)
}

/// What tells one list of capabilities from another: they come and go, and are called otherwise,
/// without a new version of the supplier.
fn state_of(held: &[Held]) -> String {
    let digest = Sha256::digest(format!("{held:?}"));
    hex::encode(digest).chars().take(8).collect()
}

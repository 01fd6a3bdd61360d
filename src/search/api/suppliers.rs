//! `GET /v1/suppliers`: the public directory of suppliers, its filters and its search.

use actix_web::web::Data;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Organisation,
    app::App,
    db::{Db, Fault},
    http::{Answer, Caller, Page, PageOf, Query, Reply},
    kernel::{Cpv, Faults, Id, Instant, Region},
    organisations::{AccreditationKind, SizeClass},
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
/// The public directory: verified suppliers that want to be found, newest first; with `q`, best
/// match first. What they say of themselves is theirs; what an administrator has checked is said
/// with it in `GET /v1/suppliers/{id}`.
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
    let SupplierQuery { q, region, cpv, size, vcse, accreditation, limit, cursor } = query;
    let filters = SupplierFilters { region, cpv, size, vcse, accreditation };
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

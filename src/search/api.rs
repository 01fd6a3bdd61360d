//! `GET /v1/opportunities`: the public list, its filters and its search.

use actix_web::web::{self, Data};
use deserr::Deserr;

use super::{
    filters::{Filters, Status},
    store,
};
use crate::{
    access::{Actor, No, Organisation},
    app::App,
    db::{Db, Fault, SoughtWords},
    http::{Answer, Caller, Page, PageOf, Query, Reply},
    kernel::{Cpv, Faults, Id, Instant, Problem, Region, Theme, kinds},
    opportunities::{self, Listed, OpportunityKind, OpportunitySummary},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/v1/opportunities")
            .route(web::get().to(list_opportunities))
            .route(web::post().to(opportunities::api::create_opportunity)),
    );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list_opportunities), components(schemas(Status)))]
pub struct Description;

/// What to look for. Each filter narrows.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OpportunityQuery {
    #[deserr(default)]
    pub kind: Option<OpportunityKind>,
    /// `draft` and `in_review` are for members, with their `organisation_id`.
    #[deserr(default)]
    pub status: Option<Status>,
    /// Words to look for, best match first; at most 200 characters.
    #[deserr(default)]
    pub q: Option<String>,
    /// A CPV code finds itself and everything below it: `72000000` finds `72212000`.
    #[deserr(default)]
    pub cpv: Option<Cpv>,
    /// A region finds itself and everything in it: `UKI` finds `UKI31`.
    #[deserr(default)]
    pub region: Option<Region>,
    #[deserr(default)]
    pub theme: Option<Theme>,
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "date-time")]
    pub closing_before: Option<Instant>,
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "date-time")]
    pub closing_after: Option<Instant>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// List published opportunities
///
/// Newest first; with `q`, best match first.
#[utoipa::path(
    get,
    path = "/v1/opportunities",
    operation_id = "list_opportunities",
    tag = "opportunities",
    params(OpportunityQuery),
    responses(
        (status = 200, description = "A page of opportunities", body = Page<OpportunitySummary>),
        (status = 403, description = "Only members can list drafts"),
    ),
)]
pub async fn list_opportunities(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<OpportunityQuery>,
) -> Reply {
    let filters = Filters {
        kind: query.kind,
        status: query.status,
        cpv: query.cpv,
        region: query.region,
        theme: query.theme,
        organisation: query.organisation_id,
        closing_before: query.closing_before,
        closing_after: query.closing_after,
    };
    let page =
        PageOf::of(query.limit, query.cursor.as_deref(), &("opportunities", &filters, &query.q))?;
    let (now, public) = (caller.asked.at, caller.credential.is_none());
    let found = match query.q {
        Some(typed) => {
            let words = SoughtWords::parse(&typed)?;
            app.read_long_openly(caller, move |db, _| {
                search(db, words.as_ref(), (&filters, now), &page)
            })
            .await?
        }
        None => {
            app.read_openly(caller, move |db, actor| list(db, actor, (&filters, now), &page))
                .await?
        }
    };
    let answer = Answer::page(&found);
    Ok(if public { answer.public(5) } else { answer })
}

fn list(
    db: &mut Db,
    actor: &Actor,
    (filters, now): (&Filters, Instant),
    page: &PageOf,
) -> Result<Page<OpportunitySummary>, Fault> {
    let rows = if filters.status.is_some_and(Status::is_private) {
        if !filters.organisation.is_some_and(|own| actor.is_member(own)) {
            return Err(No::Forbidden(
                "give organisation_id to list the drafts of your organisation",
            )
            .into());
        }
        store::drafts(db, filters, now, page)?
    } else {
        store::walk(db, filters, now, page)?
    };
    let cut = page.cut(rows, store::place_of);
    Ok(Page { items: summaries(db, cut.items, now)?, next: cut.next })
}

fn search(
    db: &mut Db,
    words: Option<&SoughtWords>,
    (filters, now): (&Filters, Instant),
    page: &PageOf,
) -> Result<Page<OpportunitySummary>, Fault> {
    if filters.status.is_some_and(Status::is_private) {
        return Err(
            Problem::new(kinds::BAD_PARAMETER, "q searches published opportunities only").into()
        );
    }
    let Some(words) = words else { return Ok(Page { items: Vec::new(), next: None }) };
    let from = page.after().and_then(|after| after.parse().ok()).unwrap_or(0);
    let numbers = store::find(db, words, (filters, now), (from, page.fetch()))?;
    let taken = i64::try_from(numbers.len()).unwrap_or(0).min(page.fetch() - 1);
    let cut = page.cut(numbers, |_| (from + taken).to_string());
    let mut found = opportunities::load_listed(db, &cut.items)?;
    found.sort_by_key(|o| cut.items.iter().position(|number| *number == o.number));
    Ok(Page { items: summaries(db, found, now)?, next: cut.next })
}

/// Summaries of a page, with the lots of all of it in one statement.
fn summaries(
    db: &mut Db,
    shown: Vec<Listed>,
    now: Instant,
) -> Result<Vec<OpportunitySummary>, Fault> {
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = shown.iter().map(|o| o.id).collect();
    let lots = opportunities::listed_lots(db, &ids)?;
    shown.into_iter().map(|o| opportunities::summary(o, &lots, now)).collect()
}

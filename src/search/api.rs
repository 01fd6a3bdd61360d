//! The public list of opportunities, its filters and its search.

use deserr::Deserr;

use super::{filters::Filters, reading};
use crate::{
    db::SoughtWords,
    http::prelude::*,
    kernel::{Cpv, Region, Theme},
    opportunities::{OpportunityKind, OpportunityStatus, OpportunitySummary},
    prelude::*,
};

operations! { "opportunities":
    /// List published opportunities
    ///
    /// Newest first; with `q`, best match first.
    get "/v1/opportunities" list_opportunities =
        public().key(Scope::OpportunitiesRead).query::<OpportunityQuery>()
            .gives::<Page<OpportunitySummary>>(200, "A page of opportunities")
            .says(403, "Only members can list drafts");
}

/// The filters of the list; each narrows.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OpportunityQuery {
    /// The kind of opportunities.
    #[deserr(default)]
    pub kind: Option<OpportunityKind>,
    /// The status; `draft` and `in_review` are for members, with their `organisation_id`.
    #[deserr(default)]
    pub status: Option<OpportunityStatus>,
    /// Words to look for, best match first; at most 200 characters.
    #[deserr(default)]
    pub q: Option<String>,
    /// A CPV code finds itself and everything below it: `72000000` finds `72212000`.
    #[deserr(default)]
    pub cpv: Option<Cpv>,
    /// A region finds itself and everything in it: `UKI` finds `UKI31`.
    #[deserr(default)]
    pub region: Option<Region>,
    /// A theme of opportunities.
    #[deserr(default)]
    pub theme: Option<Theme>,
    /// The id of the public body.
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    /// The instant before which bids close.
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "date-time")]
    pub closing_before: Option<Instant>,
    /// The instant after which bids close.
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "date-time")]
    pub closing_after: Option<Instant>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

async fn list_opportunities(request: Request, Query(query): Query<OpportunityQuery>) -> Reply {
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
    let (now, public) = (request.at(), request.caller().credential.is_none());
    let found = match query.q {
        Some(typed) => {
            let words = SoughtWords::parse(&typed)?;
            request
                .read_long(move |db, _| reading::search(db, words.as_ref(), &filters, now, &page))
                .await?
        }
        None => {
            request.read(move |db, actor| reading::list(db, actor, &filters, now, &page)).await?
        }
    };
    let answer = Answer::page(&found);
    Ok(if public { answer.public(5) } else { answer })
}

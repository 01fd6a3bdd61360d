//! Lots over HTTP: drafted, read, given more time, cancelled.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    amendment::{self, NewTimes},
    cancellation,
    draft::LotDraft,
    eligibility::Eligibility,
    model::{Criterion, Lot, Question},
    views::{self, LotView},
};
use crate::{access::Scope, audit::Request, operations};
use crate::{
    http::prelude::*,
    opportunities::{
        answers::cached,
        reading::{self, FullLot},
        reason::Reason,
    },
    prelude::*,
};

operations! { "opportunities":
    /// Get a lot
    ///
    /// Timetable, questions, criteria, and the public key that seals bids. Public once published.
    get "/v1/lots/{id}" get_lot =
        public().key(Scope::OpportunitiesRead).versioned().gives::<LotView>(200, "The lot")
            .row("d", "-----y -- yyyy").row("ocef", "yyyyyy yy yyyy yyy");

    /// Extend the deadline of a lot
    ///
    /// By an approver, while the lot is open, for all suppliers alike. A deadline only moves later.
    post "/v1/lots/{id}/amendment" amend_lot =
        signed_in().key(Scope::OpportunitiesWrite).if_match().takes::<AmendLot>()
            .versioned().gives::<LotView>(201, "The lot as it is now").row("d", "------ -- nnyn")
            .row("ocef", "nnnnnn nn nnyn nnn");

    /// Cancel a lot
    ///
    /// By an approver, before the competition ends. Sealed bids stay sealed.
    post "/v1/lots/{id}/cancellation" cancel_lot =
        signed_in().key(Scope::OpportunitiesWrite).takes::<Reason>()
            .versioned().gives::<LotView>(201, "The lot as it is now").row("d", "------ -- nnyn")
            .row("ocef", "nnnnnn nn nnyn nnn");
}

/// A lot of a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct LotBody {
    /// The id of an existing lot (PATCH only).
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub id: Option<Id<Lot>>,
    #[schema(value_type = String, example = "Sensors for 200 gullies")]
    pub title: Line<200>,
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Supply, fit and run sensors for two years.")]
    pub description: Option<Text<10_000>>,
    #[deserr(default)]
    pub value: Option<Money>,
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time", example = "2026-10-01T12:00:00Z")]
    pub clarifications_close_at: Option<Instant>,
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time", example = "2026-10-15T12:00:00Z")]
    pub submissions_close_at: Option<Instant>,
    #[deserr(default)]
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub max_awards: Option<u32>,
    /// The lot that this stage follows: only suppliers awarded there may bid here.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub follows_lot_id: Option<Id<Lot>>,
    /// The same, by the place (from 1) of an earlier lot in this list.
    #[deserr(default)]
    pub follows_position: Option<u32>,
    #[deserr(default)]
    #[schema(required = false)]
    pub questions: Vec<Question>,
    #[deserr(default)]
    #[schema(required = false)]
    pub criteria: Vec<Criterion>,
    /// What is asked of suppliers besides what every lot asks. It stays as published.
    #[deserr(default)]
    pub eligibility: Option<Eligibility>,
}

impl From<LotBody> for LotDraft {
    fn from(body: LotBody) -> Self {
        Self {
            id: body.id,
            title: body.title,
            description: body.description,
            value: body.value,
            clarifications_close_at: body.clarifications_close_at,
            submissions_close_at: body.submissions_close_at,
            max_awards: body.max_awards,
            follows_lot_id: body.follows_lot_id,
            follows_position: body.follows_position,
            questions: body.questions,
            criteria: body.criteria,
            eligibility: body.eligibility,
        }
    }
}

async fn get_lot(request: Request, path: Path<Id<Lot>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let read = move |db: &mut Db, actor: &Actor| reading::read_lot(db, actor, id);
    let FullLot { lot, within } = request.read(read).await?;
    let view = views::lot(&lot, &within.winners, now);
    let answer = Answer::ok(&view).version_in(lot.version, view.phase);
    Ok(cached(answer, within.opportunity.published_at.is_some(), &[lot], now))
}

/// A later deadline for a lot.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AmendLot {
    /// Later than the deadline now.
    #[schema(value_type = String, format = "date-time", example = "2026-10-22T12:00:00Z")]
    pub submissions_close_at: Instant,
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub clarifications_close_at: Option<Instant>,
    #[schema(value_type = String, example = "The site visit had to be moved.")]
    pub reason: Text<2_000>,
}

fn changed(view: &LotView) -> Answer {
    Answer::created(view, format!("/v1/lots/{}", view.id)).version(view.version)
}

async fn amend_lot(request: Request, path: Path<Id<Lot>>, Body(body): Body<AmendLot>) -> Reply {
    let id = path.into_inner();
    let asked = NewTimes {
        submissions_close_at: body.submissions_close_at,
        clarifications_close_at: body.clarifications_close_at,
        reason: body.reason,
    };
    let amend = move |tx: &mut Tx<'_>, call: &Call| {
        amendment::amend(tx, call, id, &asked)?.then(|lot| Ok(views::lot(&lot, &[], call.at)))
    };
    request.act(amend, changed).await
}

async fn cancel_lot(request: Request, path: Path<Id<Lot>>, Body(body): Body<Reason>) -> Reply {
    let id = path.into_inner();
    let cancel = move |tx: &mut Tx<'_>, call: &Call| {
        cancellation::cancel(tx, call, id, &body.reason)?
            .then(|lot| Ok(views::lot(&lot, &[], call.at)))
    };
    request.act(cancel, changed).await
}

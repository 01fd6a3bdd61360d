//! Marks: alone, agreed, ranked.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    consensus,
    model::{LotUnderEvaluation, Mark, MarkGiven},
    ranking::Ranking,
    scores,
    store::ConsensusMark,
};
use crate::{
    access::{Organisation, User},
    app::App,
    audit::{self, Call},
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Key, Money, Points, Text},
    opportunities::Lot,
};

/// A mark and why.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMark {
    #[schema(example = "quality")]
    pub criterion_key: Key,
    /// A decimal string on the criterion's scale.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// At least ten characters.
    #[schema(value_type = String, example = "The plan for maintenance is thin.")]
    pub rationale: Text<4_000>,
}

/// Marks for one bid.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMarks {
    pub scores: Vec<NewMark>,
}

impl NewMarks {
    fn given(self) -> Vec<MarkGiven> {
        let given = self.scores.into_iter().map(|new| MarkGiven {
            criterion_key: new.criterion_key,
            mark: new.mark,
            rationale: new.rationale,
        });
        given.collect()
    }
}

/// A mark as somebody gave it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub criterion_key: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    pub rationale: String,
    pub scored_at: Instant,
}

impl From<&Mark> for MarkView {
    fn from(mark: &Mark) -> Self {
        Self {
            user_id: mark.user,
            criterion_key: mark.criterion.clone(),
            mark: mark.points,
            rationale: mark.rationale.clone(),
            scored_at: mark.at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Marks {
    pub items: Vec<MarkView>,
}

fn marks(all: &[Mark]) -> Answer {
    Answer::ok(&Marks { items: all.iter().map(MarkView::from).collect() })
}

/// Mark a bid
///
/// By a marking member of the panel. No member sees the marks of another before submitting their
/// own. The marks in the body replace earlier marks for the same criteria; other marks stay.
#[utoipa::path(
    put,
    path = "/v1/bids/{id}/scores",
    operation_id = "put_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewMarks,
    security(("bearer" = [])),
    responses((status = 200, description = "My marks for this bid", body = Marks)),
)]
pub async fn put_scores(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    Body(new): Body<NewMarks>,
) -> Reply {
    let (bid, given) = (path.into_inner(), new.given());
    let put = move |tx: &mut Tx<'_>, call: &Call| scores::put(tx, call, bid, &given);
    Ok(audit::act(&app, caller, put, |all: &Vec<Mark>| marks(all)).await?)
}

/// List the marks of a bid
///
/// A panel member sees their own marks at any time, and those of other members after submitting
/// their own.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/scores",
    operation_id = "list_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The marks that I may see", body = Marks)),
)]
pub async fn list_scores(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let all = audit::read(&app, caller, move |db, actor| scores::read(db, actor, bid)).await?;
    Ok(marks(&all))
}

/// How far the marking is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Submission {
    pub submitted: bool,
    /// Whether everybody who marks has submitted.
    pub all_submitted: bool,
}

/// Submit marks for all bids of a lot
///
/// By a marking member of the panel. Submitted marks cannot be changed.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/scores/submission",
    operation_id = "submit_scores",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Submitted", body = Submission),
        (status = 422, description = "What is not marked yet"),
    ),
)]
pub async fn submit_scores(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let submit = move |tx: &mut Tx<'_>, call: &Call| scores::submit(tx, call, lot);
    let show = move |all: &bool| {
        let told = Submission { submitted: true, all_submitted: *all };
        Answer::created(&told, format!("/v1/lots/{lot}/panel"))
    };
    Ok(audit::act(&app, caller, submit, show).await?)
}

/// What the panel agreed about one criterion.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreedView {
    pub criterion_key: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    pub rationale: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Agreed {
    pub items: Vec<AgreedView>,
}

fn agreed(all: &[ConsensusMark]) -> Answer {
    let items = all.iter().map(|mark| AgreedView {
        criterion_key: mark.criterion.clone(),
        mark: mark.points,
        rationale: mark.rationale.clone(),
    });
    Answer::ok(&Agreed { items: items.collect() })
}

/// Set consensus marks of a bid
///
/// By the chair, once all marking members of the panel have submitted their marks. The individual
/// marks stay on record.
#[utoipa::path(
    put,
    path = "/v1/bids/{id}/consensus",
    operation_id = "put_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewMarks,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What is agreed about this bid", body = Agreed),
        (status = 409, description = "Not everybody has submitted, or the consensus is locked"),
    ),
)]
pub async fn put_consensus(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    Body(new): Body<NewMarks>,
) -> Reply {
    let (bid, given) = (path.into_inner(), new.given());
    let agree = move |tx: &mut Tx<'_>, call: &Call| consensus::agree(tx, call, bid, &given);
    Ok(audit::act(&app, caller, agree, |all: &Vec<ConsensusMark>| agreed(all)).await?)
}

/// List the consensus marks of a bid
///
/// The marks agreed so far. For readers of the marks.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/consensus",
    operation_id = "list_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What is agreed", body = Agreed),
        (status = 409, description = "Not everybody has submitted"),
    ),
)]
pub async fn list_consensus(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let all = audit::read(&app, caller, move |db, actor| consensus::read(db, actor, bid)).await?;
    Ok(agreed(&all))
}

/// The ranking of a lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ranking)]
pub struct RankingView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// SHA-256 of the ranking as it was locked: what a decision is bound to.
    pub sha256: String,
    /// Best first.
    pub items: Vec<RankedView>,
}

/// How one bid did.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedView {
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub supplier_name: String,
    /// From 1; equal totals are equal ranks.
    pub rank: usize,
    pub tied: bool,
    /// Out of 100.00.
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    /// Fails a minimum, or a pass or fail: not to be awarded.
    pub failed: bool,
    pub reason: Option<String>,
    pub price: Option<Money>,
    pub criteria: Vec<ShareView>,
}

/// What one criterion gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    pub criterion_key: Key,
    pub name: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    /// `mark / scale_max * weight`, half up to two decimals.
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
    pub failed: bool,
}

fn ranking(on: &LotUnderEvaluation, ranking: &Ranking, sha256: &str) -> RankingView {
    let items = ranking.bids.iter().map(|ranked| {
        let name = on.bids.iter().find(|bid| bid.id == ranked.bid).map(|b| b.supplier_name.clone());
        let shares = ranked.criteria.iter().map(|share| {
            let criterion = on.lot.criterion(&share.key);
            ShareView {
                criterion_key: share.key.clone(),
                name: criterion.map(|c| c.name.to_string()).unwrap_or_default(),
                mark: share.mark,
                weight: criterion.and_then(|c| c.weight),
                weighted: share.weighted,
                failed: share.failed,
            }
        });
        RankedView {
            bid_id: ranked.bid,
            organisation_id: ranked.organisation,
            supplier_name: name.unwrap_or_default(),
            rank: ranked.rank,
            tied: ranked.tied,
            total: ranked.total,
            failed: ranked.failed,
            reason: ranked.reason.clone(),
            price: ranked.price,
            criteria: shares.collect(),
        }
    });
    RankingView { lot_id: on.lot.id, sha256: sha256.to_owned(), items: items.collect() }
}

/// Lock the consensus and rank the bids
///
/// By the chair, once every mark is agreed. Prices are marked by the formula `lowest price / price
/// * scale_max`, rounded half up to two decimals.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/consensus/lock",
    operation_id = "lock_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The ranking", body = RankingView),
        (status = 422, description = "What is not agreed yet"),
    ),
)]
pub async fn lock_consensus(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let lock = move |tx: &mut Tx<'_>, call: &Call| {
        consensus::lock(tx, call, lot)?.then(|_| {
            let (on, ranked, sha256) = consensus::read_ranking(tx.db(), &call.actor, lot)?;
            Ok(ranking(&on, &ranked, &sha256))
        })
    };
    let show = move |view: &RankingView| Answer::created(view, format!("/v1/lots/{lot}/ranking"));
    Ok(audit::act(&app, caller, lock, show).await?)
}

/// Get the ranking of a lot
///
/// For the panel, approvers of the buyer, and auditors, once the consensus is locked.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/ranking",
    operation_id = "get_ranking",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The ranking", body = RankingView),
        (status = 409, description = "Not locked yet"),
    ),
)]
pub async fn get_ranking(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let (on, ranked, sha256) =
        audit::read(&app, caller, move |db, actor| consensus::read_ranking(db, actor, lot)).await?;
    Ok(Answer::ok(&ranking(&on, &ranked, &sha256)))
}

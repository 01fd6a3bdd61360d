//! Opportunities and lots over HTTP. The list, with its search, is in the room `search`.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    answers::{cached, changed, created, view},
    creation::{self, NewOpportunity},
    editing::{self, Changes},
    lots::{
        LotDraft,
        api::{self as lots, LotBody},
    },
    model::{ChallengeContent, Content, Opportunity, OpportunityKind, Route},
    reading,
    review::api as review,
    views::{self, OpportunityView},
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Reply},
    kernel::{Cpv, Faults, Id, Line, Money, Patch, Region, Text, Theme},
};

/// `POST /v1/opportunities` is registered where the list is.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/opportunities/{id}")
                .route(web::get().to(get_opportunity))
                .route(web::patch().to(edit_opportunity)),
        )
        .service(
            web::resource("/v1/opportunities/{id}/review")
                .route(web::post().to(review::review_opportunity)),
        )
        .service(
            web::resource("/v1/opportunities/{id}/return")
                .route(web::post().to(review::return_opportunity)),
        )
        .service(
            web::resource("/v1/opportunities/{id}/publication")
                .route(web::post().to(review::publish_opportunity)),
        )
        .service(web::resource("/v1/lots/{id}").route(web::get().to(lots::get_lot)))
        .service(web::resource("/v1/lots/{id}/amendment").route(web::post().to(lots::amend_lot)))
        .service(
            web::resource("/v1/lots/{id}/cancellation").route(web::post().to(lots::cancel_lot)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    create_opportunity,
    get_opportunity,
    edit_opportunity,
    review::review_opportunity,
    review::return_opportunity,
    review::publish_opportunity,
    lots::get_lot,
    lots::amend_lot,
    lots::cancel_lot
))]
pub struct Description;

/// A new draft. All but the first three and the lots may be missing until it is sent for review.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct CreateOpportunity {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
    #[schema(example = "challenge")]
    pub kind: OpportunityKind,
    #[schema(value_type = String, example = "Know which gullies will flood")]
    pub title: Line<200>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub summary: Option<Text<600>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub description: Option<Text<20_000>>,
    #[deserr(default)]
    pub cpv: Vec<Cpv>,
    #[deserr(default)]
    pub regions: Vec<Region>,
    #[deserr(default)]
    pub themes: Vec<Theme>,
    #[deserr(default)]
    pub route: Option<Route>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub problem_statement: Option<Text<10_000>>,
    #[deserr(default)]
    #[schema(value_type = Vec<String>)]
    pub desired_outcomes: Vec<Text<1_000>>,
    #[deserr(default)]
    pub budget: Option<Money>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub ip_terms: Option<Text<5_000>>,
    /// From 1 to 20.
    pub lots: Vec<LotBody>,
}

impl From<CreateOpportunity> for NewOpportunity {
    fn from(body: CreateOpportunity) -> Self {
        let content = Content {
            title: body.title.into_string(),
            summary: body.summary.map(Text::into_string).unwrap_or_default(),
            description: body.description.map(Text::into_string).unwrap_or_default(),
            cpv: body.cpv,
            regions: body.regions,
            themes: body.themes,
            route: body.route,
            challenge: ChallengeContent {
                problem_statement: body.problem_statement,
                desired_outcomes: body.desired_outcomes,
                budget: body.budget,
                ip_terms: body.ip_terms,
            },
        };
        let lots = body.lots.into_iter().map(LotDraft::from).collect();
        Self { organisation: body.organisation_id, kind: body.kind, content, lots }
    }
}

/// Draft an opportunity
///
/// By an author of a public body. A draft may be incomplete; `review_opportunity` names everything
/// that is missing.
#[utoipa::path(
    post,
    path = "/v1/opportunities",
    operation_id = "create_opportunity",
    tag = "opportunities",
    request_body = CreateOpportunity,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The draft", body = OpportunityView),
        (status = 404, description = "The organisation does not exist, or was merged"),
    ),
)]
pub async fn create_opportunity(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<CreateOpportunity>,
) -> Reply {
    let asked = NewOpportunity::from(body);
    let create = move |tx: &mut Tx<'_>, call: &Call| {
        creation::create(tx, call, &asked)?.then(|new| view(tx, call, new.id))
    };
    Ok(audit::act(&app, caller, create, created).await?)
}

/// Get an opportunity
///
/// Public once published. Drafts are for members of the public body.
#[utoipa::path(
    get,
    path = "/v1/opportunities/{id}",
    operation_id = "get_opportunity",
    tag = "opportunities",
    params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The opportunity", body = OpportunityView),
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_opportunity(app: Data<App>, caller: Caller, path: Path<Id<Opportunity>>) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let full =
        audit::read_openly(&app, caller, move |db, actor| reading::read(db, actor, id)).await?;
    let view = views::opportunity(&full, now);
    let open = view.lots.iter().filter(|lot| lot.phase == "open").count();
    let answer = Answer::ok(&view).version_in(view.version, &format!("{}-{open}", view.status));
    Ok(cached(answer, view.published_at.is_some(), &full.lots, now))
}

/// What to change in a draft (RFC 7396): null clears; `lots` replaces all lots.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditOpportunity {
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Know which gullies will flood")]
    pub title: Option<Line<200>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub summary: Patch<Text<600>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub description: Patch<Text<20_000>>,
    #[deserr(default)]
    pub cpv: Option<Vec<Cpv>>,
    #[deserr(default)]
    pub regions: Option<Vec<Region>>,
    #[deserr(default)]
    pub themes: Option<Vec<Theme>>,
    #[deserr(default)]
    #[schema(value_type = Option<Route>)]
    pub route: Patch<Route>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub problem_statement: Patch<Text<10_000>>,
    #[deserr(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub desired_outcomes: Option<Vec<Text<1_000>>>,
    #[deserr(default)]
    #[schema(value_type = Option<Money>)]
    pub budget: Patch<Money>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub ip_terms: Patch<Text<5_000>>,
    #[deserr(default)]
    pub lots: Option<Vec<LotBody>>,
}

impl From<EditOpportunity> for Changes {
    fn from(body: EditOpportunity) -> Self {
        Self {
            title: body.title,
            summary: body.summary,
            description: body.description,
            cpv: body.cpv,
            regions: body.regions,
            themes: body.themes,
            route: body.route,
            problem_statement: body.problem_statement,
            desired_outcomes: body.desired_outcomes,
            budget: body.budget,
            ip_terms: body.ip_terms,
            lots: body.lots.map(|lots| lots.into_iter().map(LotDraft::from).collect()),
        }
    }
}

/// Edit a draft opportunity
///
/// By an author, while the opportunity is a draft. Members left out of the body stay as they are;
/// `lots` replaces all lots.
#[utoipa::path(
    patch,
    path = "/v1/opportunities/{id}",
    operation_id = "edit_opportunity",
    tag = "opportunities",
    params(("id" = String, Path, format = "uuid")),
    request_body(content = EditOpportunity, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses((status = 200, description = "The draft as it is now", body = OpportunityView)),
)]
pub async fn edit_opportunity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Opportunity>>,
    _: IfMatch,
    Body(body): Body<EditOpportunity>,
) -> Reply {
    let (id, changes) = (path.into_inner(), Changes::from(body));
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        editing::edit(tx, call, id, &changes)?.then(|_| view(tx, call, id))
    };
    Ok(audit::act(&app, caller, edit, changed).await?)
}

//! Opportunities and lots over HTTP. The list, with its search, is in the room `search`.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    answers::{cached, changed, created, view},
    creation::{self, NewOpportunity},
    editing::{self, Changes},
    lots::{LotDraft, api::LotBody},
    model::{ChallengeContent, Content, Opportunity, OpportunityKind, Route},
    reading,
    views::{self, OpportunityView},
};
use crate::{access::Scope, audit::Request, operations};
use crate::{
    http::prelude::*,
    kernel::{Cpv, Patch, Region, Theme},
    prelude::*,
};

operations! { "opportunities":
    /// Draft an opportunity
    ///
    /// By an author of a public body. A draft may be incomplete; `review_opportunity` names everything
    /// that is missing.
    post "/v1/opportunities" create_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).writing().takes::<CreateOpportunity>()
            .gives::<OpportunityView>(201, "The draft")
            .says(404, "The organisation does not exist, or was merged")
            .row("docef", "nnnnnn nn nynn nnn");

    /// Get an opportunity
    ///
    /// Public once published. Drafts are for members of the public body.
    get "/v1/opportunities/{id}" get_opportunity =
        public().key(Scope::OpportunitiesRead).versioned()
            .gives::<OpportunityView>(200, "The opportunity").row("d", "-----y -- yyyy")
            .row("ocef", "yyyyyy yy yyyy yyy");

    /// Edit a draft opportunity
    ///
    /// By an author, while the opportunity is a draft. Members left out of the body stay as they are;
    /// `lots` replaces all lots.
    patch "/v1/opportunities/{id}" edit_opportunity =
        signed_in().key(Scope::OpportunitiesWrite).if_match().writing().takes::<EditOpportunity>()
            .gives::<OpportunityView>(200, "The draft as it is now")
            .row("d", "------ -- nynn").row("ocef", "nnnnnn nn nynn nnn");
}

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
    #[schema(required = false)]
    pub cpv: Vec<Cpv>,
    #[deserr(default)]
    #[schema(required = false)]
    pub regions: Vec<Region>,
    #[deserr(default)]
    #[schema(required = false)]
    pub themes: Vec<Theme>,
    #[deserr(default)]
    pub route: Option<Route>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub problem_statement: Option<Text<10_000>>,
    #[deserr(default)]
    #[schema(required = false, value_type = Vec<String>)]
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

async fn create_opportunity(request: Request, Body(body): Body<CreateOpportunity>) -> Reply {
    let asked = NewOpportunity::from(body);
    let create = move |tx: &mut Tx<'_>, call: &Call| {
        creation::create(tx, call, &asked)?.then(|new| view(tx, call, new.id))
    };
    request.act(create, created).await
}

async fn get_opportunity(request: Request, path: Path<Id<Opportunity>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let full = request.read(move |db, actor| reading::read(db, actor, id)).await?;
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

async fn edit_opportunity(
    request: Request,
    path: Path<Id<Opportunity>>,
    Body(body): Body<EditOpportunity>,
) -> Reply {
    let (id, changes) = (path.into_inner(), Changes::from(body));
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        editing::edit(tx, call, id, &changes)?.then(|_| view(tx, call, id))
    };
    request.act(edit, changed).await
}

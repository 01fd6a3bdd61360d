//! Organisations over HTTP.

mod identifiers;
mod joining;
mod members;
mod mergers;
mod standing;

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    creation::{self, NewOrganisation},
    identification::MOST,
    identifiers::{HeldView, Identifier},
    model::{self, OrganisationState, Outcome, Stored},
    policy::Read,
    store, store_mergers, verification,
};
use crate::{
    access::{Organisation, OrganisationKind},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, Query, Reply},
    kernel::{Faults, Id, Instant, Line, Problem, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(joining::routes)
        .configure(identifiers::routes)
        .service(
            web::resource("/v1/organisations")
                .route(web::get().to(list_organisations))
                .route(web::post().to(create_organisation)),
        )
        .service(web::resource("/v1/organisations/{id}").route(web::get().to(get_organisation)))
        .service(
            web::resource("/v1/organisations/{id}/invitations")
                .route(web::get().to(members::list_invitations))
                .route(web::post().to(members::invite_member)),
        )
        .service(
            web::resource("/v1/organisations/{id}/invitations/{invitation_id}")
                .route(web::delete().to(members::withdraw_invitation)),
        )
        .service(
            web::resource("/v1/invitations/acceptance")
                .route(web::post().to(members::accept_invitation)),
        )
        .service(
            web::resource("/v1/invitations/refusal")
                .route(web::post().to(members::decline_invitation)),
        )
        .service(
            web::resource("/v1/organisations/{id}/members")
                .route(web::get().to(members::list_members)),
        )
        .service(
            web::resource("/v1/organisations/{id}/members/confirmation")
                .route(web::post().to(members::confirm_members)),
        )
        .service(
            web::resource("/v1/organisations/{id}/members/{user_id}")
                .route(web::patch().to(members::change_member_roles))
                .route(web::delete().to(members::end_membership)),
        );
    standing_routes(config);
}

/// What administrators decide.
fn standing_routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/verification")
                .route(web::post().to(verify_organisation)),
        )
        .service(
            web::resource("/v1/organisations/{id}/verification/answer")
                .route(web::post().to(standing::answer_administrators)),
        )
        .service(
            web::resource("/v1/organisations/{id}/reverification")
                .route(web::post().to(standing::demand_reverification)),
        )
        .service(
            web::resource("/v1/organisations/{id}/identity")
                .route(web::put().to(standing::change_identity)),
        )
        .service(
            web::resource("/v1/organisations/{id}/suspension")
                .route(web::post().to(standing::suspend_organisation))
                .route(web::delete().to(standing::reinstate_organisation)),
        )
        .service(
            web::resource("/v1/organisations/{id}/merger")
                .route(web::get().to(mergers::get_merger))
                .route(web::post().to(mergers::propose_merger))
                .route(web::delete().to(mergers::withdraw_merger)),
        )
        .service(
            web::resource("/v1/organisations/{id}/merger/confirmation")
                .route(web::post().to(mergers::confirm_merger)),
        )
        .service(
            web::resource("/v1/verifications").route(web::get().to(standing::list_verifications)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    joining::ask_to_join,
    members::confirm_members,
    members::decline_invitation,
    joining::list_join_requests,
    joining::list_my_join_requests,
    joining::answer_join_request,
    joining::withdraw_join_request,
    create_organisation,
    list_organisations,
    get_organisation,
    verify_organisation,
    standing::list_verifications,
    standing::answer_administrators,
    standing::demand_reverification,
    standing::change_identity,
    standing::suspend_organisation,
    standing::reinstate_organisation,
    mergers::propose_merger,
    mergers::get_merger,
    mergers::withdraw_merger,
    mergers::confirm_merger,
    members::invite_member,
    members::accept_invitation,
    members::list_members,
    members::change_member_roles,
    members::end_membership,
    members::list_invitations,
    members::withdraw_invitation,
    identifiers::add_identifier,
    identifiers::withdraw_identifier,
    identifiers::verify_identifier
))]
pub struct Description;

/// A public body or a supplier.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct CreateOrganisation {
    #[schema(example = "public_body")]
    pub kind: OrganisationKind,
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// At most ten, each in use by no other organisation.
    #[deserr(default)]
    pub identifiers: Vec<Identifier>,
    #[deserr(default)]
    #[schema(example = "We run a borough of 218,000 people.")]
    pub summary: Option<Text<2000>>,
    #[deserr(default)]
    #[schema(example = "https://www.camden.example")]
    pub website: Option<Line<200>>,
}

impl CreateOrganisation {
    fn checked(self) -> Result<NewOrganisation, Problem> {
        let mut faults = distinct(&self.identifiers);
        if let Some(website) = &self.website {
            faults.keep("/website", "url", model::website(website));
        }
        faults.none()?;
        let Self { kind, name, summary, website, identifiers } = self;
        Ok(NewOrganisation { kind, name, summary, website, identifiers })
    }
}

/// At most ten identifiers, each once.
fn distinct(identifiers: &[Identifier]) -> Faults {
    let mut faults = Faults::new();
    if identifiers.len() > MOST {
        faults.add("/identifiers", "too-many", "give at most ten identifiers");
    }
    for (n, one) in identifiers.iter().enumerate() {
        if identifiers.iter().take(n).any(|other| other == one) {
            faults.add(format!("/identifiers/{n}"), "duplicate", "appears twice");
        }
    }
    faults
}

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub name: String,
    pub summary: Option<String>,
    pub website: Option<String>,
    pub state: OrganisationState,
    /// Verified, and looked at again since then: what runs goes on, nothing new is published.
    pub reverifying_since: Option<Instant>,
    /// Came from an import of open data; nobody works here for it yet.
    pub imported: bool,
    pub identifiers: Vec<HeldView>,
    pub created_at: Instant,
    pub version: i64,
}

impl From<&Stored> for OrganisationView {
    fn from(o: &Stored) -> Self {
        Self {
            id: o.id,
            kind: o.kind,
            name: o.name.clone(),
            summary: o.summary.clone(),
            website: o.website.clone(),
            state: o.state,
            reverifying_since: o.standing.reverifying_since,
            imported: o.imported,
            identifiers: o.identifiers.iter().map(HeldView::from).collect(),
            created_at: o.created_at,
            version: o.version,
        }
    }
}

fn created(organisation: &Stored) -> Answer {
    let location = format!("/v1/organisations/{}", organisation.id);
    Answer::created(&OrganisationView::from(organisation), location).version(organisation.version)
}

/// Register an organisation
///
/// The person who registers it becomes its owner. An administrator verifies the organisation; until
/// then a public body can draft opportunities but not publish them, and a supplier can draft bids
/// but not submit them.
#[utoipa::path(
    post,
    path = "/v1/organisations",
    operation_id = "create_organisation",
    tag = "organisations",
    request_body = CreateOrganisation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation", body = OrganisationView),
        (status = 409, description = "An identifier belongs to another organisation"),
    ),
)]
pub async fn create_organisation(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<CreateOrganisation>,
) -> Reply {
    let asked = body.checked()?;
    Ok(audit::act(&app, caller, move |tx, call| creation::create(tx, call, &asked), created)
        .await?)
}

/// What to look for in the directory.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationQuery {
    #[deserr(default)]
    pub kind: Option<OrganisationKind>,
    #[deserr(default)]
    pub state: Option<OrganisationState>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// List organisations
///
/// The public directory, newest first.
#[utoipa::path(
    get,
    path = "/v1/organisations",
    operation_id = "list_organisations",
    tag = "organisations",
    params(OrganisationQuery),
    responses((status = 200, description = "A page of the directory", body = Page<OrganisationView>)),
)]
pub async fn list_organisations(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<OrganisationQuery>,
) -> Reply {
    let wanted = store::Wanted { kind: query.kind, state: query.state };
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("organisations", &wanted))?;
    let found = audit::read_openly(&app, caller, move |db, _| {
        let rows = store::list(db, &wanted, &page)?;
        Ok(page.cut(rows, |o| o.id.to_string()).map(|o| OrganisationView::from(&o)))
    })
    .await?;
    Ok(Answer::page(&found))
}

/// Get an organisation
///
/// Public. A public body that was merged into another redirects there.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}",
    operation_id = "get_organisation",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    responses(
        (status = 200, description = "The organisation", body = OrganisationView),
        (status = 308, description = "It is part of another now, which Location names"),
    ),
)]
pub async fn get_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let id = path.into_inner();
    let found = audit::read_openly(&app, caller, move |db, actor| {
        let found = match store::load(db, id) {
            Ok(found) => found,
            Err(hidden) => {
                return store_mergers::successor(db, id)?.map(Err).ok_or(hidden);
            }
        };
        let (_, organisation) = found.open::<Read>(actor)?;
        Ok(Ok(organisation))
    })
    .await?;
    Ok(match found {
        Ok(found) => Answer::ok(&OrganisationView::from(&found)).version(found.version),
        Err(successor) => Answer::moved(format!("/v1/organisations/{successor}")),
    })
}

/// An administrator's finding.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Finding {
    #[schema(example = "verified")]
    pub outcome: Outcome,
    /// The owners are told; needed but for `verified`.
    #[deserr(default)]
    #[schema(example = "Checked against the register of local authorities.")]
    pub note: Option<Text<2000>>,
}

/// Verify or reject an organisation, or request more information
///
/// By an administrator who is not a member of the organisation. The owners are told. After a
/// request for more information the organisation leaves the queue until it answers.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/verification",
    operation_id = "verify_organisation",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Finding,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "It is not waiting to be judged"),
    ),
)]
pub async fn verify_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(finding): Body<Finding>,
) -> Reply {
    let id = path.into_inner();
    let mut faults = Faults::new();
    if finding.outcome != Outcome::Verified && finding.note.is_none() {
        faults.add("/note", "missing", "say why, or what you want to know");
    }
    faults.none()?;
    let verify = move |tx: &mut Tx<'_>, call: &Call| {
        verification::verify(tx, call, id, finding.outcome, finding.note.as_ref())
    };
    Ok(audit::act(&app, caller, verify, created).await?)
}

//! Verification over HTTP: what administrators decide about organisations, and what organisations
//! answer.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    answer::answer,
    merger,
    model::{Judgement, Outcome, OwnersAnswer, Reasoned},
    reading, reverification, suspension, verdict,
    views::VerificationView,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Text},
    organisations::{OrganisationView, Stored, created},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/verification")
                .route(web::post().to(verify_organisation)),
        )
        .service(
            web::resource("/v1/organisations/{id}/verification/answer")
                .route(web::post().to(answer_administrators)),
        )
        .service(
            web::resource("/v1/organisations/{id}/reverification")
                .route(web::post().to(demand_reverification)),
        )
        .service(
            web::resource("/v1/organisations/{id}/suspension")
                .route(web::post().to(suspend_organisation))
                .route(web::delete().to(reinstate_organisation)),
        )
        .service(web::resource("/v1/verifications").route(web::get().to(list_verifications)))
        .configure(merger::api::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    verify_organisation,
    list_verifications,
    answer_administrators,
    demand_reverification,
    suspend_organisation,
    reinstate_organisation,
    merger::api::propose_merger,
    merger::api::get_merger,
    merger::api::withdraw_merger,
    merger::api::confirm_merger,
))]
pub struct Description;

/// List organisations that wait for verification
///
/// For administrators, longest wait first.
#[utoipa::path(
    get,
    path = "/v1/verifications",
    operation_id = "list_verifications",
    tag = "organisations",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of organisations that wait for verification", body = Page<VerificationView>)),
)]
pub async fn list_verifications(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"verifications")?;
    let now = caller.asked.at;
    let found =
        audit::read(&app, caller, move |db, actor| reading::queue(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(|waiting| VerificationView::of(&waiting, now))))
}

/// The answer of an organisation to the administrators.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AnswerToAdministrators {
    #[schema(example = "We are the parks trust of the borough; our charity number is 1234567.")]
    pub text: Text<2000>,
}

/// Answer a request for more information
///
/// By an owner, when administrators asked for more information or rejected the organisation. The
/// organisation returns to the queue.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/verification/answer",
    operation_id = "answer_administrators",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = AnswerToAdministrators,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "Nothing was asked of the organisation"),
    ),
)]
pub async fn answer_administrators(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<AnswerToAdministrators>,
) -> Reply {
    let id = path.into_inner();
    let asked = OwnersAnswer { organisation: id, text: body.text };
    let answer = move |tx: &mut Tx<'_>, call: &Call| answer(tx, call, &asked);
    Ok(audit::act(&app, caller, answer, created).await?)
}

/// The reason of an administrator; the owners are told.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForOrganisation {
    #[schema(example = "The register names another address; we ask you to confirm yours.")]
    pub reason: Text<2000>,
}

/// Request re-verification of an organisation
///
/// By an administrator who is not a member of the organisation, with a reason that its owners are
/// told. Running competitions continue; the organisation publishes nothing new until it is verified
/// again.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/reverification",
    operation_id = "demand_reverification",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = ReasonForOrganisation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "The organisation is not verified, or is already being verified again"),
    ),
)]
pub async fn demand_reverification(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let id = path.into_inner();
    let asked = Reasoned { organisation: id, reason: body.reason };
    let demand = move |tx: &mut Tx<'_>, call: &Call| reverification::demand(tx, call, &asked);
    Ok(audit::act(&app, caller, demand, created).await?)
}

/// Suspend an organisation
///
/// By an administrator who is not a member of the organisation. No member can act for it; published
/// opportunities stay readable, deadlines stand, and bids stay sealed. The owners are told the
/// reason.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/suspension",
    operation_id = "suspend_organisation",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = ReasonForOrganisation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "Already suspended"),
    ),
)]
pub async fn suspend_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let id = path.into_inner();
    let asked = Reasoned { organisation: id, reason: body.reason };
    let suspend = move |tx: &mut Tx<'_>, call: &Call| suspension::suspend(tx, call, &asked);
    Ok(audit::act(&app, caller, suspend, created).await?)
}

/// Reinstate an organisation
///
/// By an administrator. The organisation returns to its earlier status; its owners are told.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/suspension",
    operation_id = "reinstate_organisation",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The organisation is reinstated"),
        (status = 409, description = "Not suspended"),
    ),
)]
pub async fn reinstate_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let id = path.into_inner();
    let reinstate = move |tx: &mut Tx<'_>, call: &Call| suspension::reinstate(tx, call, id);
    Ok(audit::act(&app, caller, reinstate, |_: &Stored| Answer::done()).await?)
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
        (status = 409, description = "The organisation does not wait for verification"),
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
    let asked = Judgement { organisation: id, outcome: finding.outcome, note: finding.note };
    let verify = move |tx: &mut Tx<'_>, call: &Call| verdict::verify(tx, call, &asked);
    Ok(audit::act(&app, caller, verify, created).await?)
}

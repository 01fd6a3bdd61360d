//! What administrators decide about organisations, and what organisations say to it.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        identifiers::Identifier,
        identity::{self, NewIdentity},
        model::{OrganisationState, Stored},
        policy::ReadQueue,
        store_queue::{self, Twin, Waiting},
        suspension, verification,
    },
    OrganisationView, created, distinct,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Line, Text},
    mail_domains::DomainView,
};

/// An organisation whose name looks like that of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct TwinView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Organisation>,
    pub name: String,
    pub state: OrganisationState,
}

impl From<&Twin> for TwinView {
    fn from(twin: &Twin) -> Self {
        Self { id: twin.id, name: twin.name.clone(), state: twin.state }
    }
}

/// An organisation that waits for an administrator, with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationView {
    pub organisation: OrganisationView,
    pub waiting_since: Option<Instant>,
    /// What an administrator said last: a question, or the reason to look again.
    pub note: Option<String>,
    /// What the organisation answered last.
    pub answer: Option<String>,
    pub domains: Vec<DomainView>,
    /// Organisations whose names look like this one's.
    pub lookalikes: Vec<TwinView>,
}

impl VerificationView {
    fn of(waiting: &Waiting, now: Instant) -> Self {
        let Waiting { organisation, domains, twins } = waiting;
        Self {
            organisation: OrganisationView::from(organisation),
            waiting_since: organisation.standing.waiting_since,
            note: organisation.state_note.clone(),
            answer: organisation.standing.answer.clone(),
            domains: domains.iter().map(|claim| DomainView::of(claim, now)).collect(),
            lookalikes: twins.iter().map(TwinView::from).collect(),
        }
    }
}

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
    responses((status = 200, description = "A page of the queue", body = Page<VerificationView>)),
)]
pub async fn list_verifications(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"verifications")?;
    let now = caller.asked.at;
    let found = audit::read(&app, caller, move |db, actor| {
        let (may, ()) = store_queue::queue().open::<ReadQueue>(actor)?;
        let rows = store_queue::list(db, &may, &page)?;
        Ok(page.cut(rows, Waiting::place).map(|waiting| VerificationView::of(&waiting, now)))
    })
    .await?;
    Ok(Answer::page(&found))
}

/// What an organisation says to the administrators.
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
        (status = 409, description = "Nothing was asked"),
    ),
)]
pub async fn answer_administrators(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<AnswerToAdministrators>,
) -> Reply {
    let id = path.into_inner();
    let answer = move |tx: &mut Tx<'_>, call: &Call| verification::answer(tx, call, id, &body.text);
    Ok(audit::act(&app, caller, answer, created).await?)
}

/// Why an administrator acts on an organisation; its owners are told.
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
        (status = 409, description = "Not verified, or looked at already"),
    ),
)]
pub async fn demand_reverification(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let id = path.into_inner();
    let demand =
        move |tx: &mut Tx<'_>, call: &Call| verification::demand(tx, call, id, &body.reason);
    Ok(audit::act(&app, caller, demand, created).await?)
}

/// By what administrators know an organisation.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Identity {
    #[schema(example = "London Borough of Camden")]
    pub name: Line<200>,
    /// All of them, at most ten, each in use by no other organisation.
    pub identifiers: Vec<Identifier>,
}

/// Change the name and identifiers of an organisation
///
/// By an owner. A verified organisation then waits for a new verification: running competitions
/// continue, but it publishes nothing new until then.
#[utoipa::path(
    put,
    path = "/v1/organisations/{id}/identity",
    operation_id = "change_identity",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Identity,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "A name or an identifier of another organisation"),
    ),
)]
pub async fn change_identity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<Identity>,
) -> Reply {
    let id = path.into_inner();
    distinct(&body.identifiers).none()?;
    let new = NewIdentity { name: body.name, identifiers: body.identifiers };
    let change = move |tx: &mut Tx<'_>, call: &Call| identity::change(tx, call, id, &new);
    let show = |organisation: &Stored| {
        Answer::ok(&OrganisationView::from(organisation)).version(organisation.version)
    };
    Ok(audit::act(&app, caller, change, show).await?)
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
        (status = 409, description = "Suspended already"),
    ),
)]
pub async fn suspend_organisation(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let id = path.into_inner();
    let suspend =
        move |tx: &mut Tx<'_>, call: &Call| suspension::suspend(tx, call, id, &body.reason);
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
        (status = 204, description = "Its members can act again"),
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

//! Invitations over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    acceptance,
    inviting::{self, InvitationAsked},
    model::{Invitation, InvitationOf},
    reading::{self, InvitationPage},
    refusal,
    views::InvitationView,
    withdrawal,
};
use crate::{
    access::{Organisation, Role},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Email, Faults, Id, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/invitations")
                .route(web::get().to(list_invitations))
                .route(web::post().to(invite_member)),
        )
        .service(
            web::resource("/v1/organisations/{id}/invitations/{invitation_id}")
                .route(web::delete().to(withdraw_invitation)),
        )
        .service(
            web::resource("/v1/invitations/acceptance").route(web::post().to(accept_invitation)),
        )
        .service(
            web::resource("/v1/invitations/refusal").route(web::post().to(decline_invitation)),
        );
}

/// The person to invite.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewInvitation {
    #[schema(example = "ben@camden.example")]
    pub email: Email,
    #[schema(example = json!(["approver", "opener"]))]
    pub roles: Vec<Role>,
}

/// Invite a member
///
/// By an owner. The link works once, for seven days, for an account with the invited address only.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/invitations",
    operation_id = "invite_member",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewInvitation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The invitation", body = InvitationView),
        (status = 409, description = "The person is already a member"),
    ),
)]
pub async fn invite_member(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewInvitation>,
) -> Reply {
    let id = path.into_inner();
    let asked = InvitationAsked { of: id, email: new.email, roles: new.roles };
    let invite = move |tx: &mut Tx<'_>, call: &Call| inviting::invite(tx, call, &asked);
    let show = |invitation: &Invitation| {
        let location = format!("/v1/organisations/{}/members", invitation.organisation);
        Answer::created(&InvitationView::from(invitation), location)
    };
    Ok(audit::act(&app, caller, invite, show).await?)
}

/// The token of an invitation.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Acceptance {
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub token: Line<200>,
}

/// Accept an invitation
///
/// By a signed-in person whose e-mail address the invitation was sent to.
#[utoipa::path(
    post,
    path = "/v1/invitations/acceptance",
    operation_id = "accept_invitation",
    tag = "organisations",
    request_body = Acceptance,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The membership", body = InvitationView),
        (status = 409, description = "The caller is already a member"),
    ),
)]
pub async fn accept_invitation(
    app: Data<App>,
    caller: Caller,
    Body(accepted): Body<Acceptance>,
) -> Reply {
    let accept =
        move |tx: &mut Tx<'_>, call: &Call| acceptance::accept(tx, call, accepted.token.as_str());
    let show = |one: &Invitation| Answer::created(&InvitationView::from(one), "/v1/me");
    Ok(audit::act(&app, caller, accept, show).await?)
}

/// Decline an invitation
///
/// With the token alone, without an account. The owners of the organisation are told.
#[utoipa::path(
    post,
    path = "/v1/invitations/refusal",
    operation_id = "decline_invitation",
    tag = "organisations",
    request_body = Acceptance,
    responses((status = 204, description = "The invitation is no longer valid")),
)]
pub async fn decline_invitation(
    app: Data<App>,
    caller: Caller,
    Body(declined): Body<Acceptance>,
) -> Reply {
    let decline =
        move |tx: &mut Tx<'_>, call: &Call| refusal::decline(tx, call, declined.token.as_str());
    let caller = Caller { credential: None, ..caller };
    Ok(audit::act_openly(&app, caller, decline, |()| Answer::done()).await?)
}

/// List invitations
///
/// Pending invitations, newest first. For owners.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/invitations",
    operation_id = "list_invitations",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of invitations", body = Page<InvitationView>)),
)]
pub async fn list_invitations(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("invitations", id))?;
    let asked = InvitationPage { of: id, page, now };
    let found =
        audit::read(&app, caller, move |db, actor| reading::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|one| InvitationView::from(&one))))
}

/// Withdraw an invitation
///
/// By an owner, until the invitation is accepted. The link stops working.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/invitations/{invitation_id}",
    operation_id = "withdraw_invitation",
    tag = "organisations",
    params(
        ("id" = String, Path, format = "uuid"),
        ("invitation_id" = String, Path, format = "uuid"),
    ),
    security(("bearer" = [])),
    responses((status = 204, description = "The link is no longer valid")),
)]
pub async fn withdraw_invitation(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Invitation>)>,
) -> Reply {
    let (organisation, id) = path.into_inner();
    let asked = InvitationOf { organisation, id };
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, &asked);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

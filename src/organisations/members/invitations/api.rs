//! Invitations over HTTP.

use actix_web::web::Path;
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
    audit::Call,
    db::Tx,
    http::{Answer, Body, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Email, Faults, Id, Line},
};
use crate::{http::prelude::*, prelude::*};

operations! { "organisations":
    /// Invite a member
    ///
    /// By an owner. The link works once, for seven days, for an account with the invited address only.
    post "/v1/organisations/{id}/invitations" invite_member =
        signed_in().key(Scope::OrganisationsWrite).takes::<NewInvitation>()
            .gives::<InvitationView>(201, "The invitation")
            .says(409, "The person is already a member").row("docef", "------ -- ynnn ---");

    /// Accept an invitation
    ///
    /// By a signed-in person whose e-mail address the invitation was sent to.
    post "/v1/invitations/acceptance" accept_invitation =
        signed_in().takes::<Acceptance>().gives::<InvitationView>(201, "The membership")
            .says(409, "The caller is already a member").row("docef", "yyyyyy yy yyyy yyy");

    /// Decline an invitation
    ///
    /// With the token alone, without an account. The owners of the organisation are told.
    post "/v1/invitations/refusal" decline_invitation =
        open().key(Scope::OrganisationsWrite).takes::<Acceptance>()
            .says(204, "The invitation is no longer valid");

    /// List invitations
    ///
    /// Pending invitations, newest first. For owners.
    get "/v1/organisations/{id}/invitations" list_invitations =
        signed_in().key(Scope::OrganisationsRead).query::<PageQuery>()
            .gives::<Page<InvitationView>>(200, "A page of invitations")
            .row("docef", "------ -- ynnn ---");

    /// Withdraw an invitation
    ///
    /// By an owner, until the invitation is accepted. The link stops working.
    delete "/v1/organisations/{id}/invitations/{invitation_id}" withdraw_invitation =
        signed_in().says(204, "The link is no longer valid").row("docef", "------ -- ynnn ---");
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

async fn invite_member(
    request: Request,
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
    request.act(invite, show).await
}

/// The token of an invitation.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Acceptance {
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub token: Line<200>,
}

async fn accept_invitation(request: Request, Body(accepted): Body<Acceptance>) -> Reply {
    let accept =
        move |tx: &mut Tx<'_>, call: &Call| acceptance::accept(tx, call, accepted.token.as_str());
    let show = |one: &Invitation| Answer::created(&InvitationView::from(one), "/v1/me");
    request.act(accept, show).await
}

async fn decline_invitation(request: Request, Body(declined): Body<Acceptance>) -> Reply {
    let decline =
        move |tx: &mut Tx<'_>, call: &Call| refusal::decline(tx, call, declined.token.as_str());
    let request = request.anonymously();
    request.act(decline, |()| Answer::done()).await
}

async fn list_invitations(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("invitations", id))?;
    let asked = InvitationPage { of: id, page, now };
    let found = request.read(move |db, actor| reading::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|one| InvitationView::from(&one))))
}

async fn withdraw_invitation(
    request: Request,
    path: Path<(Id<Organisation>, Id<Invitation>)>,
) -> Reply {
    let (organisation, id) = path.into_inner();
    let asked = InvitationOf { organisation, id };
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, &asked);
    request.act(withdraw, |()| Answer::done()).await
}

//! Invitations over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    answering,
    inviting::{self, InvitationAsked, InvitationPage},
    model::{Invitation, InvitationOf},
};
use crate::{
    http::{Page, prelude::*},
    kernel::Email,
    prelude::*,
};

operations! { "organisations":
    /// Invite a member
    ///
    /// By an owner. The link works once, for seven days, for an account with the invited address only.
    post "/v1/organisations/{id}/invitations" invite_member =
        signed_in().key(Scope::OrganisationsWrite).takes::<NewInvitation>()
            .gives::<Invitation>(201, "The invitation")
            .says(409, "The person is already a member").row("docef", "------ -- ynnn ---");

    /// Accept an invitation
    ///
    /// By a signed-in person whose e-mail address the invitation was sent to.
    post "/v1/invitations/acceptance" accept_invitation =
        signed_in().takes::<Acceptance>().gives::<Invitation>(201, "The membership")
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
            .gives::<Page<Invitation>>(200, "A page of invitations")
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
    /// The e-mail address of the person.
    #[schema(example = "ben@camden.example")]
    pub email: Email,
    /// The roles of the new member, at least one.
    #[schema(example = json!(["approver", "opener"]))]
    pub roles: Vec<Role>,
}

async fn invite_member(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewInvitation>,
) -> Reply {
    let asked = InvitationAsked { of: path.into_inner(), email: new.email, roles: new.roles };
    let invite = move |tx: &mut Tx<'_>, call: &Call| inviting::invite(tx, call, &asked);
    let show = |invitation: &Invitation| {
        let location = format!("/v1/organisations/{}/members", invitation.organisation);
        Answer::created(invitation, location)
    };
    request.act(invite, show).await
}

/// The token of an invitation.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Acceptance {
    /// The token from the letter.
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub token: Line<200>,
}

async fn accept_invitation(request: Request, Body(accepted): Body<Acceptance>) -> Reply {
    let accept =
        move |tx: &mut Tx<'_>, call: &Call| answering::accept(tx, call, accepted.token.as_str());
    let show = |one: &Invitation| Answer::created(one, "/v1/me");
    request.act(accept, show).await
}

async fn decline_invitation(request: Request, Body(declined): Body<Acceptance>) -> Reply {
    let decline =
        move |tx: &mut Tx<'_>, call: &Call| answering::decline(tx, call, declined.token.as_str());
    let request = request.anonymously();
    request.act(decline, |()| Answer::done()).await
}

async fn list_invitations(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let page = query.page(&("invitations", id))?;
    let asked = InvitationPage { of: id, page, now };
    let found = request.read(move |db, actor| inviting::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}

async fn withdraw_invitation(
    request: Request,
    path: Path<(Id<Organisation>, Id<Invitation>)>,
) -> Reply {
    let (organisation, id) = path.into_inner();
    let asked = InvitationOf { organisation, id };
    request.act(move |tx, call| inviting::withdraw(tx, call, &asked), |()| Answer::done()).await
}

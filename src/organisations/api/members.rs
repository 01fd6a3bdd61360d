//! Invitations and members over HTTP.

use std::collections::BTreeSet;

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    confirmation, invitations, members,
    model::{Invitation, Member},
    policy::{ReadInvitations, ReadMembers},
    store, store_invitations,
};
use crate::{
    access::{Organisation, Role, User},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Email, Faults, Id, Instant, Line, list_of_ids},
};

/// Whom to invite.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewInvitation {
    #[schema(example = "ben@camden.example")]
    pub email: Email,
    #[schema(example = json!(["approver", "opener"]))]
    pub roles: Vec<Role>,
}

/// An invitation. Its token goes to the invited address alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    pub id: String,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub email: String,
    pub roles: Vec<Role>,
    pub expires_at: Instant,
}

impl From<&Invitation> for InvitationView {
    fn from(i: &Invitation) -> Self {
        Self {
            id: i.id.to_string(),
            organisation_id: i.organisation,
            email: i.email.clone(),
            roles: i.roles.list().to_vec(),
            expires_at: i.expires_at,
        }
    }
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
        (status = 409, description = "A member already"),
    ),
)]
pub async fn invite_member(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewInvitation>,
) -> Reply {
    let id = path.into_inner();
    let invite = move |tx: &mut Tx<'_>, call: &Call| {
        invitations::invite(tx, call, id, &new.email, &new.roles)
    };
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
        (status = 201, description = "You are a member", body = InvitationView),
        (status = 409, description = "You are a member already"),
    ),
)]
pub async fn accept_invitation(
    app: Data<App>,
    caller: Caller,
    Body(acceptance): Body<Acceptance>,
) -> Reply {
    let accept = move |tx: &mut Tx<'_>, call: &Call| {
        invitations::accept(tx, call, acceptance.token.as_str())
    };
    let show = |accepted: &Invitation| Answer::created(&InvitationView::from(accepted), "/v1/me");
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
    responses((status = 204, description = "The invitation is of no use any more")),
)]
pub async fn decline_invitation(
    app: Data<App>,
    caller: Caller,
    Body(refusal): Body<Acceptance>,
) -> Reply {
    let decline =
        move |tx: &mut Tx<'_>, call: &Call| invitations::decline(tx, call, refusal.token.as_str());
    let caller = Caller { credential: None, ..caller };
    Ok(audit::act_openly(&app, caller, decline, |()| Answer::done()).await?)
}

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub joined_at: Instant,
    /// Until when an owner has confirmed the place; in public bodies alone. Then its roles sleep.
    pub confirmed_until: Option<Instant>,
    /// For `If-Match` when roles are changed.
    pub version: i64,
}

impl From<&Member> for MemberView {
    fn from(m: &Member) -> Self {
        Self {
            user_id: m.user,
            full_name: m.full_name.clone(),
            email: m.email.clone(),
            roles: m.roles.list().to_vec(),
            joined_at: m.joined_at,
            confirmed_until: m.confirmed_until,
            version: m.version,
        }
    }
}

/// List members
///
/// For members, administrators and auditors.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/members",
    operation_id = "list_members",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of members", body = Page<MemberView>)),
)]
pub async fn list_members(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("members", id))?;
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, organisation) = store::load(db, id)?.open::<ReadMembers>(actor)?;
        let rows = store::list_members(db, organisation.id, &page)?;
        Ok(page.cut(rows, |m| m.user.to_string()).map(|m| MemberView::from(&m)))
    })
    .await?;
    Ok(Answer::page(&found))
}

/// A member's new roles.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewRoles {
    #[schema(example = json!(["owner", "author"]))]
    pub roles: Vec<Role>,
}

/// Change the roles of a member
///
/// By an owner; the last owner keeps that role. `If-Match` names the version of the member.
#[utoipa::path(
    patch,
    path = "/v1/organisations/{id}/members/{user_id}",
    operation_id = "change_member_roles",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("user_id" = String, Path, format = "uuid")),
    request_body(content = NewRoles, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The member as they are now", body = MemberView),
        (status = 409, description = "The last owner stays owner"),
    ),
)]
pub async fn change_member_roles(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<User>)>,
    _: IfMatch,
    Body(new): Body<NewRoles>,
) -> Reply {
    let (of, user) = path.into_inner();
    let change =
        move |tx: &mut Tx<'_>, call: &Call| members::change_roles(tx, call, of, user, &new.roles);
    let show = |member: &Member| Answer::ok(&MemberView::from(member)).version(member.version);
    Ok(audit::act(&app, caller, change, show).await?)
}

/// Remove a member, or leave
///
/// By an owner, or by the member. The member's work stays with the organisation; the last owner
/// cannot leave. `If-Match` may name the version of the member.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/members/{user_id}",
    operation_id = "end_membership",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("user_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "No member any more"),
        (status = 409, description = "The last owner stays owner"),
    ),
)]
pub async fn end_membership(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<User>)>,
) -> Reply {
    let (of, user) = path.into_inner();
    let end = move |tx: &mut Tx<'_>, call: &Call| members::end(tx, call, of, user);
    Ok(audit::act(&app, caller, end, |()| Answer::done()).await?)
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
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, organisation) = store::load(db, id)?.open::<ReadInvitations>(actor)?;
        let rows = store_invitations::list_invitations(db, organisation.id, now, &page)?;
        Ok(page.cut(rows, |i| i.id.to_string()).map(|i| InvitationView::from(&i)))
    })
    .await?;
    Ok(Answer::page(&found))
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
    responses((status = 204, description = "The link is of no use any more")),
)]
pub async fn withdraw_invitation(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Invitation>)>,
) -> Reply {
    let (of, id) = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| invitations::withdraw(tx, call, of, id);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

/// Whom to confirm.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Confirmed {
    /// At least one, at most 500.
    #[schema(schema_with = list_of_ids)]
    pub user_ids: Vec<Id<User>>,
}

impl Confirmed {
    fn parsed(mut self) -> Result<Vec<Id<User>>, Faults> {
        if !(1..=500).contains(&self.user_ids.len()) {
            let mut faults = Faults::new();
            faults.add("/user_ids", "length", "name 1 to 500 members");
            return Err(faults);
        }
        let mut seen = BTreeSet::new();
        self.user_ids.retain(|user| seen.insert(*user));
        Ok(self.user_ids)
    }
}

/// Those who are confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedMembers {
    pub members: Vec<MemberView>,
}

/// Confirm members for another year
///
/// By an owner of a public body. A member who was not confirmed for 365 days keeps the membership
/// but can do nothing with it (`place-unconfirmed`) until an owner confirms it. The owners are
/// reminded 30, 15, 5 and 1 days before. Needs authentication within the last five minutes (see
/// `step_up`).
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/members/confirmation",
    operation_id = "confirm_members",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Confirmed,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Confirmed", body = ConfirmedMembers),
        (status = 409, description = "Suppliers do not confirm their members"),
    ),
)]
pub async fn confirm_members(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(confirmed): Body<Confirmed>,
) -> Reply {
    let (of, users) = (path.into_inner(), confirmed.parsed()?);
    let confirm = move |tx: &mut Tx<'_>, call: &Call| confirmation::confirm(tx, call, of, &users);
    let show = |members: &Vec<Member>| {
        Answer::ok(&ConfirmedMembers { members: members.iter().map(MemberView::from).collect() })
    };
    Ok(audit::act(&app, caller, confirm, show).await?)
}

//! `/v1/organisations/{id}/invitations`: an owner invites an address, lists open invitations, and
//! withdraws one.

use super::{
    super::{
        super::store as organisations,
        model::{CannotBeMember, Roles},
        store as members,
    },
    mails,
    model::{Invitation, InvitationOf, LIFE},
    policy::{Invite, ReadInvitations, WithdrawInvitation},
    store,
};
use crate::{
    accounts,
    kernel::Email,
    outbox::{self, Addressee},
    prelude::*,
};

/// An address to invite, and the roles of the new member.
#[derive(Debug)]
pub struct InvitationAsked {
    pub of: Id<Organisation>,
    pub email: Email,
    pub roles: Vec<Role>,
}

/// Invites an address. The link works once, for a week, for the account with that address only.
pub fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &InvitationAsked,
) -> Result<Recorded<Invitation>, Fault> {
    let (of, email) = (asked.of, &asked.email);
    let (may, organisation) = organisations::load(tx.db(), of)?.open::<Invite>(&call.actor)?;
    call.saw(organisation.version)?;
    let roles = Roles::of(asked.roles.clone(), organisation.kind)?;
    let known = accounts::find_by_email(tx.db(), email.as_str())?;
    if let Some(user) = known
        && members::is_member(tx.db(), of, user)?
    {
        return Err(CannotBeMember::AlreadyMember.into());
    }
    let by = call.person()?;
    let invitation = Invitation {
        id: Id::new(),
        organisation: of,
        organisation_name: organisation.name,
        email: email.as_str().to_owned(),
        roles,
        by,
        expires_at: call.at.plus(LIFE),
    };
    let token = accounts::one_time_token()?;
    store::insert(tx, &invitation, &accounts::token_hash(&token), call.at)?;
    let to = Addressee {
        user: known,
        email: invitation.email.clone(),
        full_name: "colleague".to_owned(),
    };
    outbox::send(tx, call, &to, &mails::invitation(&invitation, &token))?;
    let event = Event::of("member.invited", "organisation", &of)
        .fact("invitation", invitation.id.to_string())
        .fact("roles", invitation.roles.words());
    audit::record(tx, call, &may, event, invitation)
}

/// A page of the invitations of an organisation.
#[derive(Debug)]
pub struct InvitationPage {
    pub of: Id<Organisation>,
    pub page: PageOf,
    pub now: Instant,
}

/// The open invitations, newest first, for owners.
pub fn list(db: &mut Db, actor: &Actor, asked: &InvitationPage) -> Result<Page<Invitation>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (_, organisation) = found.open::<ReadInvitations>(actor)?;
    let rows = store::list(db, organisation.id, asked.now, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}

/// Withdraws an invitation that has not been accepted.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, asked: &InvitationOf) -> Result<Recorded<()>, Fault> {
    let found = store::load(tx.db(), asked, call.at)?;
    let (may, invitation) = found.open::<WithdrawInvitation>(&call.actor)?;
    store::withdraw(tx, invitation.id, call.at)?;
    let event = Event::of("member.invitation_withdrawn", "organisation", &asked.organisation)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}

//! `POST /v1/organisations/{id}/invitations`: an owner invites somebody to become a member.

use super::{
    super::{
        super::store as organisations,
        model::{CannotBeMember, Roles},
        store as members,
    },
    mails,
    model::{Invitation, LIFE},
    policy::Invite,
    store,
};
use crate::{
    accounts,
    kernel::Email,
    outbox::{self, Addressee},
    prelude::*,
};

/// An address to be invited, and the roles that its person is to have.
#[derive(Debug)]
pub struct InvitationAsked {
    pub of: Id<Organisation>,
    pub email: Email,
    pub roles: Vec<Role>,
}

/// Invites an address. The link works once, for a week, for the account of that address alone.
pub fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &InvitationAsked,
) -> Result<Recorded<Invitation>, Fault> {
    let InvitationAsked { of, email, roles } = asked;
    let of = *of;
    let (may, organisation) = organisations::load(tx.db(), of)?.open::<Invite>(&call.actor)?;
    call.saw(organisation.version)?;
    let roles = Roles::of(roles.clone(), organisation.kind)?;
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

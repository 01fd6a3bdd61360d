//! Rows of invitations.

use diesel::prelude::*;

use super::model::{Invitation, InvitationOf};
use crate::{
    db::{
        once,
        schema::{invitations, organisations},
    },
    prelude::*,
};

pub fn insert(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    token_hash: &str,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(invitation.id),
            invitations::organisation_id.eq(invitation.organisation),
            invitations::email.eq(&invitation.email),
            invitations::roles.eq(invitation.roles.words()),
            invitations::token_hash.eq(token_hash),
            invitations::invited_by.eq(invitation.by),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(invitation.expires_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The condition of an open invitation.
macro_rules! waiting {
    ($now:expr) => {
        invitations::accepted_at
            .is_null()
            .and(invitations::withdrawn_at.is_null())
            .and(invitations::expires_at.gt($now))
    };
}

/// The open invitation of a token.
pub fn find(
    db: &mut Db,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Guarded<Invitation>>, Fault> {
    let found: Option<Invitation> = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::token_hash.eq(token_hash).and(waiting!(now)))
        .select(Invitation::as_select())
        .first(db)
        .optional()?;
    Ok(found.map(Guarded::new))
}

/// An open invitation, by its id.
pub fn load(
    db: &mut Db,
    wanted: &InvitationOf,
    now: Instant,
) -> Result<Guarded<Invitation>, Fault> {
    let this =
        invitations::id.eq(wanted.id).and(invitations::organisation_id.eq(wanted.organisation));
    let found: Option<Invitation> = invitations::table
        .inner_join(organisations::table)
        .filter(this.and(waiting!(now)))
        .select(Invitation::as_select())
        .first(db)
        .optional()?;
    Ok(Guarded::new(found.ok_or(No::Hidden)?))
}

/// A page of open invitations, newest first.
pub fn list(
    db: &mut Db,
    of: Id<Organisation>,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<Invitation>, Fault> {
    let mut query = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::organisation_id.eq(of).and(waiting!(now)))
        .select(Invitation::as_select())
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(invitations::id.lt(after.to_owned()));
    }
    Ok(query.order(invitations::id.desc()).limit(page.fetch()).load(db)?)
}

pub fn withdraw(tx: &mut Tx<'_>, id: Id<Invitation>, now: Instant) -> Result<(), Fault> {
    let open = invitations::id.eq(id).and(invitations::accepted_at.is_null());
    let changed = diesel::update(invitations::table.filter(open))
        .set(invitations::withdrawn_at.eq(now))
        .execute(tx.db())?;
    once(changed)
}

/// Withdraws every open invitation of an organisation to one address: one decision begins or ends
/// a membership.
pub fn withdraw_all(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    email: &str,
    now: Instant,
) -> Result<(), Fault> {
    let theirs = invitations::organisation_id.eq(of).and(invitations::email.eq(email));
    diesel::update(invitations::table.filter(theirs.and(waiting!(now))))
        .set(invitations::withdrawn_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

pub fn mark_accepted(tx: &mut Tx<'_>, id: Id<Invitation>, now: Instant) -> Result<(), Fault> {
    let open = invitations::id.eq(id).and(invitations::accepted_at.is_null());
    let changed = diesel::update(invitations::table.filter(open))
        .set(invitations::accepted_at.eq(now))
        .execute(tx.db())?;
    once(changed)
}

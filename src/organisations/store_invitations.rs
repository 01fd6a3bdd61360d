//! Rows of invitations.

use diesel::prelude::*;

use super::model::{Invitation, Roles};
use crate::{
    access::{Guarded, Organisation, User},
    db::{
        Db, Fault, Stale, Tx,
        schema::{invitations, organisations},
    },
    kernel::{Id, Instant},
};

pub fn insert_invitation(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    token_hash: &str,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(invitation.id),
            invitations::organisation_id.eq(invitation.organisation),
            invitations::email.eq(&invitation.email),
            invitations::roles.eq(invitation.roles.words()),
            invitations::token_hash.eq(token_hash),
            invitations::invited_by.eq(by),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(invitation.expires_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The invitation that a token opens, while it is good.
pub fn find_invitation(
    db: &mut Db,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Guarded<Invitation>>, Fault> {
    type Found = (Id<Invitation>, Id<Organisation>, String, String, String, Instant);
    let row: Option<Found> = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::token_hash.eq(token_hash))
        .filter(invitations::accepted_at.is_null().and(invitations::expires_at.gt(now)))
        .select((
            invitations::id,
            invitations::organisation_id,
            organisations::name,
            invitations::email,
            invitations::roles,
            invitations::expires_at,
        ))
        .first(db)
        .optional()?;
    Ok(row.map(|(id, organisation, organisation_name, email, roles, expires_at)| {
        let roles = Roles::from_words(&roles);
        Guarded::new(Invitation { id, organisation, organisation_name, email, roles, expires_at })
    }))
}

pub fn mark_accepted(tx: &mut Tx<'_>, id: Id<Invitation>, now: Instant) -> Result<(), Fault> {
    let open = invitations::id.eq(id).and(invitations::accepted_at.is_null());
    let changed = diesel::update(invitations::table.filter(open))
        .set(invitations::accepted_at.eq(now))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

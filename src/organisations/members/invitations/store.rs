//! Rows of invitations.

use diesel::prelude::*;

use super::{
    super::model::Roles,
    model::{Invitation, InvitationOf},
};
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

/// A row with the name of its organisation.
#[derive(Queryable)]
struct Row {
    id: Id<Invitation>,
    organisation: Id<Organisation>,
    organisation_name: String,
    email: String,
    roles: String,
    by: Id<User>,
    expires_at: Instant,
}

const COLUMNS: (
    invitations::id,
    invitations::organisation_id,
    organisations::name,
    invitations::email,
    invitations::roles,
    invitations::invited_by,
    invitations::expires_at,
) = (
    invitations::id,
    invitations::organisation_id,
    organisations::name,
    invitations::email,
    invitations::roles,
    invitations::invited_by,
    invitations::expires_at,
);

impl From<Row> for Invitation {
    fn from(row: Row) -> Self {
        let Row { id, organisation, organisation_name, email, roles, by, expires_at } = row;
        let roles = Roles::from_words(&roles);
        Self { id, organisation, organisation_name, email, roles, by, expires_at }
    }
}

/// Invitations that wait to be accepted.
macro_rules! waiting {
    ($now:expr) => {
        invitations::accepted_at
            .is_null()
            .and(invitations::withdrawn_at.is_null())
            .and(invitations::expires_at.gt($now))
    };
}

/// The invitation that a token opens, while it is good.
pub fn find(
    db: &mut Db,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Guarded<Invitation>>, Fault> {
    let row: Option<Row> = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::token_hash.eq(token_hash).and(waiting!(now)))
        .select(COLUMNS)
        .first(db)
        .optional()?;
    Ok(row.map(|row| Guarded::new(row.into())))
}

/// A waiting invitation, by its id.
pub fn load(
    db: &mut Db,
    wanted: &InvitationOf,
    now: Instant,
) -> Result<Guarded<Invitation>, Fault> {
    let this =
        invitations::id.eq(wanted.id).and(invitations::organisation_id.eq(wanted.organisation));
    let row: Option<Row> = invitations::table
        .inner_join(organisations::table)
        .filter(this.and(waiting!(now)))
        .select(COLUMNS)
        .first(db)
        .optional()?;
    Ok(Guarded::new(row.ok_or(No::Hidden)?.into()))
}

/// A page of those that wait, newest first.
pub fn list(
    db: &mut Db,
    of: Id<Organisation>,
    now: Instant,
    page: &PageOf,
) -> Result<Vec<Invitation>, Fault> {
    let mut query = invitations::table
        .inner_join(organisations::table)
        .filter(invitations::organisation_id.eq(of).and(waiting!(now)))
        .select(COLUMNS)
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(invitations::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(invitations::id.desc()).limit(page.fetch()).load(db)?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

pub fn withdraw(tx: &mut Tx<'_>, id: Id<Invitation>, now: Instant) -> Result<(), Fault> {
    let open = invitations::id.eq(id).and(invitations::accepted_at.is_null());
    let changed = diesel::update(invitations::table.filter(open))
        .set(invitations::withdrawn_at.eq(now))
        .execute(tx.db())?;
    once(changed)
}

/// Takes back every invitation of an organisation to one address that waits: one membership is
/// begun or ended by one decision.
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

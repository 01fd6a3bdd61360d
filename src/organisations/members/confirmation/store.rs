//! The columns of members that hold their confirmation.

use diesel::prelude::*;

use super::{super::model::Member, model::Year};
use crate::{
    db::{once, schema::members},
    prelude::*,
};

pub fn confirm(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    users: &[Id<User>],
    year: Year,
    now: Instant,
) -> Result<(), Fault> {
    let theirs = members::organisation_id.eq(of).and(members::user_id.eq_any(users));
    diesel::update(members::table.filter(theirs))
        .set((
            members::confirmed_until.eq(year.until),
            members::remind_at.eq(year.reminder_after(now)),
            members::version.eq(members::version + 1),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Organisations whose owners are due a reminder.
pub fn due(db: &mut Db, now: Instant, most: i64) -> Result<Vec<Id<Organisation>>, Fault> {
    Ok(members::table
        .filter(members::remind_at.is_not_null().and(members::remind_at.le(now)))
        .select(members::organisation_id)
        .distinct()
        .order(members::organisation_id)
        .limit(most)
        .load(db)?)
}

/// Writes the time of the next reminder, over the version that was read. The version stays, for
/// nothing that is shown of the member changes.
pub fn put_reminder(tx: &mut Tx<'_>, member: &Member, next: Option<Instant>) -> Result<(), Fault> {
    let read = members::organisation_id
        .eq(member.organisation)
        .and(members::user_id.eq(member.user))
        .and(members::version.eq(member.version));
    let changed = diesel::update(members::table.filter(read))
        .set(members::remind_at.eq(next))
        .execute(tx.db())?;
    once(changed)
}

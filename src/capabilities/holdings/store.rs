//! Rows of capabilities that suppliers hold.

use diesel::prelude::*;

use super::model::{Capability, Holding};
use crate::{
    capabilities::model::Application,
    db::{
        once, one_of,
        schema::{
            capabilities, capability_categories as categories,
            capability_revocations as revocations,
        },
    },
    prelude::*,
};

pub fn held(db: &mut Db, of: &[Id<Organisation>], now: Instant) -> Result<Vec<Capability>, Fault> {
    Ok(capabilities::table
        .inner_join(categories::table)
        .filter(one_of(capabilities::organisation_id, of))
        .filter(capabilities::until.gt(now))
        .order((capabilities::organisation_id, capabilities::category))
        .select((
            capabilities::organisation_id,
            capabilities::category,
            categories::title,
            capabilities::granted_at,
            capabilities::until,
        ))
        .load(db)?)
}

/// The capability of a supplier in a category, also where it has run out.
pub fn holding(
    db: &mut Db,
    of: Id<Organisation>,
    category: &str,
) -> Result<Option<Holding>, Fault> {
    let own = capabilities::organisation_id.eq(of).and(capabilities::category.eq(category));
    Ok(capabilities::table.filter(own).select(Holding::as_select()).first(db).optional()?)
}

pub fn load(db: &mut Db, of: Id<Organisation>, category: &str) -> Result<Guarded<Holding>, Fault> {
    Ok(Guarded::new(holding(db, of, category)?.ok_or(No::Hidden)?))
}

/// Writes what is held now, in place of what was held before.
pub fn hold(tx: &mut Tx<'_>, new: &Holding) -> Result<(), Fault> {
    drop_held(tx, new.organisation, &new.category)?;
    diesel::insert_into(capabilities::table).values(new.clone()).execute(tx.db())?;
    Ok(())
}

fn drop_held(tx: &mut Tx<'_>, of: Id<Organisation>, category: &str) -> Result<(), Fault> {
    let own = capabilities::organisation_id.eq(of).and(capabilities::category.eq(category));
    diesel::delete(capabilities::table.filter(own)).execute(tx.db())?;
    Ok(())
}

/// Ends what is held, and keeps why.
pub fn revoke(
    tx: &mut Tx<'_>,
    granted: &Application,
    reason: &str,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    drop_held(tx, granted.organisation_id, &granted.category)?;
    diesel::insert_into(revocations::table)
        .values((
            revocations::application_id.eq(granted.id),
            revocations::reason.eq(reason),
            revocations::revoked_by.eq(by),
            revocations::revoked_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// A capability whose supplier is to be reminded.
#[derive(Debug, Clone, Queryable)]
pub struct DueReminder {
    pub supplier: Id<Organisation>,
    pub category: String,
}

/// Capabilities with a reminder that is due by now, longest due first.
pub fn due(db: &mut Db, now: Instant, most: i64) -> Result<Vec<DueReminder>, Fault> {
    Ok(capabilities::table
        .filter(capabilities::remind_at.is_not_null().and(capabilities::remind_at.le(now)))
        .order(capabilities::remind_at)
        .limit(most)
        .select((capabilities::organisation_id, capabilities::category))
        .load(db)?)
}

/// Writes down when a supplier is reminded next, over what was read.
pub fn put_reminder(
    tx: &mut Tx<'_>,
    of: &Holding,
    due: Instant,
    next: Option<Instant>,
) -> Result<(), Fault> {
    let own = capabilities::organisation_id
        .eq(of.organisation)
        .and(capabilities::category.eq(&of.category));
    let read = own.and(capabilities::remind_at.eq(due));
    let changed = diesel::update(capabilities::table.filter(read))
        .set(capabilities::remind_at.eq(next))
        .execute(tx.db())?;
    once(changed)
}

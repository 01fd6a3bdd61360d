//! Rows of mergers, and the rows of the old body that move.
//!
//! Opportunities are another room's; they are moved here because that room stands on this one, and
//! a merger is one transaction.

use diesel::prelude::*;

use super::model::{Bodies, Merger, Seat};
use crate::{
    db::{
        once,
        schema::{
            invitations, members, mergers, opportunities, organisation_identifiers as identifiers,
            organisations, users,
        },
    },
    organisations::{self as room, Stored, Year},
    prelude::*,
};

fn open_merger(db: &mut Db, from: Id<Organisation>) -> Result<Option<Merger>, Fault> {
    Ok(mergers::table
        .inner_join(users::table.on(users::id.eq(mergers::proposed_by)))
        .filter(mergers::from_id.eq(from))
        .filter(mergers::withdrawn_at.is_null().and(mergers::confirmed_at.is_null()))
        .select((
            mergers::id,
            mergers::from_id,
            mergers::into_id,
            mergers::reason,
            users::id,
            users::full_name,
            mergers::proposed_at,
        ))
        .first(db)
        .optional()?)
}

/// Both bodies, and the open proposal for the first.
pub fn load(
    db: &mut Db,
    from: Id<Organisation>,
    into: Id<Organisation>,
) -> Result<Guarded<Bodies>, Fault> {
    let proposed = open_merger(db, from)?;
    let (from, into) = (room::find(db, from)?, room::find(db, into)?);
    Ok(Guarded::new(Bodies { from, into, proposed }))
}

/// The merger that is proposed for a body.
pub fn proposed(db: &mut Db, from: Id<Organisation>) -> Result<Guarded<Option<Merger>>, Fault> {
    room::find(db, from)?;
    Ok(Guarded::new(open_merger(db, from)?))
}

pub fn insert(tx: &mut Tx<'_>, merger: &Merger) -> Result<(), Fault> {
    diesel::insert_into(mergers::table)
        .values((
            mergers::id.eq(merger.id),
            mergers::from_id.eq(merger.from),
            mergers::into_id.eq(merger.into),
            mergers::reason.eq(&merger.reason),
            mergers::proposed_by.eq(merger.proposed_by),
            mergers::proposed_at.eq(merger.proposed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn withdraw(tx: &mut Tx<'_>, id: Id<Merger>, now: Instant) -> Result<(), Fault> {
    let open = mergers::id.eq(id).and(mergers::confirmed_at.is_null());
    let changed = diesel::update(mergers::table.filter(open))
        .set(mergers::withdrawn_at.eq(now))
        .execute(tx.db())?;
    once(changed)
}

pub fn confirm(tx: &mut Tx<'_>, merger: &Merger, by: Id<User>, now: Instant) -> Result<(), Fault> {
    let open = mergers::id.eq(merger.id).and(mergers::confirmed_at.is_null());
    let changed = diesel::update(mergers::table.filter(open.and(mergers::withdrawn_at.is_null())))
        .set((mergers::confirmed_by.eq(by), mergers::confirmed_at.eq(now)))
        .execute(tx.db())?;
    once(changed)
}

pub fn members_of(db: &mut Db, of: Id<Organisation>) -> Result<Vec<Seat>, Fault> {
    Ok(members::table
        .filter(members::organisation_id.eq(of))
        .select((members::user_id, members::roles, members::confirmed_until))
        .load(db)?)
}

pub fn drop_members(tx: &mut Tx<'_>, of: Id<Organisation>) -> Result<(), Fault> {
    diesel::delete(members::table.filter(members::organisation_id.eq(of))).execute(tx.db())?;
    Ok(())
}

/// Writes the roles of a member after a merger; the confirmation keeps its end.
pub fn set_seat(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    seat: &Seat,
    now: Instant,
) -> Result<(), Fault> {
    let theirs = members::organisation_id.eq(of).and(members::user_id.eq(seat.user));
    let year = seat.confirmed_until.map(|until| Year { until });
    diesel::update(members::table.filter(theirs))
        .set((
            members::roles.eq(seat.roles.words()),
            members::confirmed_until.eq(seat.confirmed_until),
            members::remind_at.eq(year.and_then(|year| year.reminder_after(now))),
            members::version.eq(members::version + 1),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Moves every opportunity and returns their number. A published opportunity keeps the name of its
/// buyer at the time.
pub fn move_opportunities(tx: &mut Tx<'_>, bodies: &Bodies) -> Result<usize, Fault> {
    room::rename_drafts(tx, bodies.from.id, &bodies.into.name)?;
    let theirs = opportunities::organisation_id.eq(bodies.from.id);
    Ok(diesel::update(opportunities::table.filter(theirs))
        .set((
            opportunities::organisation_id.eq(bodies.into.id),
            opportunities::version.eq(opportunities::version + 1),
        ))
        .execute(tx.db())?)
}

/// Moves identifiers; ends open invitations, requests to join, and proposals to merge into the old
/// body.
pub fn move_the_rest(tx: &mut Tx<'_>, merger: &Merger, now: Instant) -> Result<(), Fault> {
    let theirs = identifiers::organisation_id.eq(merger.from);
    diesel::update(identifiers::table.filter(theirs))
        .set(identifiers::organisation_id.eq(merger.into))
        .execute(tx.db())?;
    let waiting = invitations::organisation_id.eq(merger.from);
    let waiting = waiting.and(invitations::accepted_at.is_null());
    diesel::update(invitations::table.filter(waiting.and(invitations::withdrawn_at.is_null())))
        .set(invitations::withdrawn_at.eq(now))
        .execute(tx.db())?;
    room::end_join_requests(tx, merger.from, now)?;
    let into_it = mergers::into_id.eq(merger.from).and(mergers::confirmed_at.is_null());
    diesel::update(mergers::table.filter(into_it.and(mergers::withdrawn_at.is_null())))
        .set(mergers::withdrawn_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// From now on the old id, and every id that led to it, leads to the new one.
pub fn lead_on(
    tx: &mut Tx<'_>,
    old: &Stored,
    new: Id<Organisation>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::update(organisations::table.filter(organisations::merged_into.eq(old.id)))
        .set(organisations::merged_into.eq(new))
        .execute(tx.db())?;
    let read = organisations::id.eq(old.id).and(organisations::version.eq(old.version));
    let changed = diesel::update(organisations::table.filter(read))
        .set((
            organisations::merged_into.eq(new),
            organisations::waiting_since.eq(None::<Instant>),
            organisations::updated_at.eq(now),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)
}

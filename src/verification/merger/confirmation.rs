//! `POST /v1/organisations/{id}/merger/confirmation`: a second administrator merges two bodies.

use super::{
    mails,
    model::{BothBodies, CannotMerge, Merger, Seat},
    policy::ConfirmMerger,
    proposal::about,
    store,
};
use crate::{
    mail_domains,
    organisations::{self, OrganisationState, Roles, tell_owners},
    prelude::*,
};

/// Merges: members, drafts, opportunities, identifiers and domains move, in one transaction. The
/// old id leads to the new one from now on, and so does every id that led to the old one.
pub fn confirm(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &BothBodies,
) -> Result<Recorded<Merger>, Fault> {
    let BothBodies { from, into } = *asked;
    let found = store::load(tx.db(), from, into)?;
    let (may, bodies) = found.open::<ConfirmMerger>(&call.actor)?;
    call.saw(bodies.from.version)?;
    let merger = bodies.proposed.clone().ok_or(CannotMerge::NotProposed)?;
    if merger.into != into {
        return Err(CannotMerge::Another.into());
    }
    bodies.can_merge()?;
    let by = call.person()?;
    let letter = mails::merged(&bodies);
    tell_owners(tx, call, from, &letter)?;
    tell_owners(tx, call, into, &letter)?;

    // The members of a suspended body gain nothing by the merger.
    let members = match bodies.from.state {
        OrganisationState::Suspended => store::drop_members(tx, from).map(|()| 0)?,
        OrganisationState::Unverified
        | OrganisationState::Verified
        | OrganisationState::Rejected => move_members(tx, call, &merger)?,
    };
    let opportunities = store::move_opportunities(tx, &bodies)?;
    mail_domains::move_all(tx, call, from, into)?;
    store::move_the_rest(tx, &merger, call.at)?;
    store::confirm(tx, &merger, by, call.at)?;
    store::lead_on(tx, &bodies.from, into, call.at)?;
    let event = about("organisation.merged", &merger)
        .versions(bodies.from.version, bodies.from.version + 1)
        .fact("members", members)
        .fact("opportunities", opportunities);
    audit::record(tx, call, &may, event, merger)
}

/// Members keep their roles. A member of both bodies has the roles of both, until the earlier of the
/// two confirmations ends; a membership that is not confirmed adds nothing to a confirmed one.
/// Operations that need two people still do, whatever roles a member has.
fn move_members(tx: &mut Tx<'_>, call: &Call, merger: &Merger) -> Result<usize, Fault> {
    let coming = store::members_of(tx.db(), merger.from)?;
    let there = store::members_of(tx.db(), merger.into)?;
    for seat in &coming {
        match there.iter().find(|own| own.user == seat.user) {
            None => {
                organisations::insert_member(tx, merger.into, seat.user, &seat.roles, call.at)?;
                store::set_seat(tx, merger.into, seat, call.at)?;
            }
            Some(own) => {
                let both = of_both(own, seat, call.at)?;
                store::set_seat(tx, merger.into, &both, call.at)?;
            }
        }
    }
    store::drop_members(tx, merger.from)?;
    Ok(coming.len())
}

fn of_both(own: &Seat, coming: &Seat, now: Instant) -> Result<Seat, Faults> {
    let counts = |seat: &&Seat| seat.confirmed_until.is_none_or(|until| until > now);
    let mut all: Vec<&Seat> = [own, coming].into_iter().filter(counts).collect();
    if all.is_empty() {
        all = vec![own, coming];
    }
    let roles = all.iter().flat_map(|seat| seat.roles.list()).copied().collect();
    Ok(Seat {
        user: own.user,
        roles: Roles::of(roles, OrganisationKind::PublicBody)?,
        confirmed_until: all.iter().filter_map(|seat| seat.confirmed_until).min(),
    })
}

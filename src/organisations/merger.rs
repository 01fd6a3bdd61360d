//! `/v1/organisations/{id}/merger`: one public body becomes part of another, as when councils
//! merge. One administrator proposes, another confirms (ADR 0016).

use super::{
    letters::tell_owners,
    mails,
    model::{OrganisationState, Roles},
    model_mergers::{CannotMerge, Merger},
    policy::{ConfirmMerger, ProposeMerger, WithdrawMerger},
    store,
    store_mergers::{self, Seat},
};
use crate::{
    access::{Organisation, OrganisationKind},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Faults, Id, Instant, Problem, Text, kinds},
    mail_domains,
};

/// Proposes a merger. Nothing happens until another administrator confirms it; owners of both
/// bodies are told.
pub fn propose(
    tx: &mut Tx<'_>,
    call: &Call,
    (from, into): (Id<Organisation>, Id<Organisation>),
    reason: &Text<2000>,
) -> Result<Recorded<Merger>, Fault> {
    let found = store_mergers::load(tx.db(), from, into)?;
    let (may, bodies) = found.open::<ProposeMerger>(&call.actor)?;
    call.saw(bodies.from.version)?;
    bodies.can_merge()?;
    if bodies.proposed.is_some() {
        return Err(CannotMerge::Proposed.into());
    }
    let by = call.actor.user();
    let by = by.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
    let merger = Merger {
        id: Id::new(),
        from,
        into,
        reason: reason.to_string(),
        proposed_by: by,
        proposed_at: call.at,
    };
    store_mergers::insert(tx, &merger)?;
    let letter = mails::merger_proposed(&call.app.config.public_url, &bodies, reason.as_str());
    tell_owners(tx, call, from, &letter)?;
    tell_owners(tx, call, into, &letter)?;
    audit::record(tx, call, &may, about("organisation.merger_proposed", &merger), merger)
}

fn about(what: &'static str, merger: &Merger) -> Event {
    Event::of(what, "organisation", &merger.from)
        .fact("merger", merger.id.to_string())
        .fact("into", merger.into.to_string())
}

/// Takes a proposal back.
pub fn withdraw(
    tx: &mut Tx<'_>,
    call: &Call,
    from: Id<Organisation>,
) -> Result<Recorded<()>, Fault> {
    let (may, merger) =
        store_mergers::proposed(tx.db(), from)?.open::<WithdrawMerger>(&call.actor)?;
    let merger = merger.ok_or(CannotMerge::NotProposed)?;
    store_mergers::withdraw(tx, merger.id, call.at)?;
    audit::record(tx, call, &may, about("organisation.merger_withdrawn", &merger), ())
}

/// Merges: members, drafts, opportunities, identifiers and domains move, in one transaction. The
/// old id leads to the new one from now on, and so does every id that led to the old one.
pub fn confirm(
    tx: &mut Tx<'_>,
    call: &Call,
    (from, into): (Id<Organisation>, Id<Organisation>),
) -> Result<Recorded<Merger>, Fault> {
    let found = store_mergers::load(tx.db(), from, into)?;
    let (may, bodies) = found.open::<ConfirmMerger>(&call.actor)?;
    call.saw(bodies.from.version)?;
    let merger = bodies.proposed.clone().ok_or(CannotMerge::NotProposed)?;
    if merger.into != into {
        return Err(CannotMerge::Another.into());
    }
    bodies.can_merge()?;
    let by = call.actor.user();
    let by = by.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
    let letter = mails::merged(&call.app.config.public_url, &bodies);
    tell_owners(tx, call, from, &letter)?;
    tell_owners(tx, call, into, &letter)?;

    // A body that is suspended is opened to nobody by becoming part of another.
    let members = match bodies.from.state {
        OrganisationState::Suspended => store_mergers::drop_members(tx, from).map(|()| 0)?,
        OrganisationState::Unverified
        | OrganisationState::Verified
        | OrganisationState::Rejected => move_members(tx, call, &merger)?,
    };
    let opportunities = store_mergers::move_opportunities(tx, &bodies)?;
    mail_domains::move_all(tx, call, from, into)?;
    store_mergers::move_the_rest(tx, &merger, call.at)?;
    store_mergers::confirm(tx, &merger, by, call.at)?;
    store_mergers::lead_on(tx, &bodies.from, into, call.at)?;
    let event = about("organisation.merged", &merger)
        .versions(bodies.from.version, bodies.from.version + 1)
        .fact("members", members)
        .fact("opportunities", opportunities);
    audit::record(tx, call, &may, event, merger)
}

/// Everybody keeps their roles; who is a member of both has those of both, for as long as the earlier
/// of the two was confirmed. A place that was not confirmed brings nothing to one that was. What needs
/// two people asks for two people, whatever roles one of them has.
fn move_members(tx: &mut Tx<'_>, call: &Call, merger: &Merger) -> Result<usize, Fault> {
    let coming = store_mergers::members_of(tx.db(), merger.from)?;
    let there = store_mergers::members_of(tx.db(), merger.into)?;
    for seat in &coming {
        match there.iter().find(|own| own.user == seat.user) {
            None => {
                store::insert_member(tx, merger.into, seat.user, &seat.roles, call.at)?;
                store_mergers::set_seat(tx, merger.into, seat, call.at)?;
            }
            Some(own) => {
                let both = of_both(own, seat, call.at)?;
                store_mergers::set_seat(tx, merger.into, &both, call.at)?;
            }
        }
    }
    store_mergers::drop_members(tx, merger.from)?;
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

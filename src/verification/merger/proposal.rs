//! `/v1/organisations/{id}/merger`: a merger is proposed, read, or withdrawn.

use super::{
    mails,
    model::{CannotMerge, Merger, MergerAsked},
    policy::{ProposeMerger, ReadMerger, WithdrawMerger},
    store,
};
use crate::{db::names_of, organisations::tell_owners, prelude::*};

/// The event of a merger.
pub fn about(what: &'static str, merger: &Merger) -> Event {
    Event::of(what, "organisation", &merger.from)
        .fact("merger", merger.id.to_string())
        .fact("into", merger.into.to_string())
}

/// The merger that is proposed for a body.
pub fn proposed(db: &mut Db, actor: &Actor, from: Id<Organisation>) -> Result<Merger, Fault> {
    let (_, merger) = store::proposed(db, from)?.open::<ReadMerger>(actor)?;
    Ok(merger.ok_or(CannotMerge::NotProposed)?)
}

/// Proposes a merger. Nothing happens until another administrator confirms it; owners of both
/// bodies are told.
pub fn propose(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &MergerAsked,
) -> Result<Recorded<Merger>, Fault> {
    let MergerAsked { from, into, reason } = asked;
    let (from, into) = (*from, *into);
    let found = store::load(tx.db(), from, into)?;
    let (may, bodies) = found.open::<ProposeMerger>(&call.actor)?;
    call.saw(bodies.from.version)?;
    bodies.can_merge()?;
    if bodies.proposed.is_some() {
        return Err(CannotMerge::Proposed.into());
    }
    let by = call.person()?;
    let merger = Merger {
        id: Id::new(),
        from,
        into,
        reason: reason.to_string(),
        proposed_by: by,
        proposed_by_name: names_of(tx.db(), [by])?.of(by),
        proposed_at: call.at,
    };
    store::insert(tx, &merger)?;
    let letter = mails::merger_proposed(&bodies, reason.as_str());
    tell_owners(tx, call, from, &letter)?;
    tell_owners(tx, call, into, &letter)?;
    audit::record(tx, call, &may, about("organisation.merger_proposed", &merger), merger)
}

/// Withdraws a proposal.
pub fn withdraw(
    tx: &mut Tx<'_>,
    call: &Call,
    from: Id<Organisation>,
) -> Result<Recorded<()>, Fault> {
    let (may, merger) = store::proposed(tx.db(), from)?.open::<WithdrawMerger>(&call.actor)?;
    let merger = merger.ok_or(CannotMerge::NotProposed)?;
    store::withdraw(tx, merger.id, call.at)?;
    audit::record(tx, call, &may, about("organisation.merger_withdrawn", &merger), ())
}

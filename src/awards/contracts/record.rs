//! `POST /v1/lots/{id}/contracts`: the contract that was signed after an award.

use super::{
    super::decision::{self, DecisionOutcome, DecisionState, LotForDecider},
    mails,
    model::{CannotContract, Contract, Signed, is_notifiable},
    policy::RecordContract,
    store,
};
use crate::{
    bids::{self, Bid},
    db::Lock,
    opportunities::{self, Lot, LotState, Move},
    organisations,
    outbox::Letter,
    prelude::*,
};

/// Records the contract that was signed with the suppliers of an awarded bid. With the last contract the lot is
/// awarded.
pub fn record(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    signed: &Signed,
) -> Result<Recorded<Contract>, Fault> {
    tx.db().lock_lot(lot.as_str(), Lock::Whole)?;
    let found = decision::load_for_decider(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<RecordContract>(&call.actor)?;
    call.saw(on.lot.version)?;
    let awarded = awarded(&on)?;
    let settled = on.decision.as_ref().and_then(|one| one.settled_at);
    let mut faults = signed.faults(settled, call.at);
    if !awarded.contains(&signed.bid_id) {
        faults.add("/bid_id", "unknown-id", "must be an awarded bid");
    }
    faults.none()?;
    let before = store::signed_for(tx.db(), lot)?;
    if before.contains(&signed.bid_id) {
        return Err(CannotContract::Recorded.into());
    }
    let bid = bids::load_bid(tx.db(), signed.bid_id)?;
    let suppliers = store::parties(tx.db(), &[bid])?.into_values().next();
    let suppliers = suppliers.unwrap_or_default();
    let contract = Contract {
        id: Id::new(),
        lot_id: lot,
        bid_id: signed.bid_id,
        buyer_id: on.lot.organisation,
        suppliers,
        title: signed.title.to_string(),
        net: signed.net,
        gross: signed.gross,
        signed_on: signed.signed_on,
        starts_on: signed.starts_on,
        ends_on: signed.ends_on,
        notifiable: is_notifiable(signed.gross),
        recorded_by: call.person()?,
        recorded_at: call.at,
        details_published_at: None,
        version: 1,
    };
    store::insert(tx, &contract)?;
    let all = awarded.iter().all(|bid| *bid == signed.bid_id || before.contains(bid));
    if all {
        opportunities::move_lot(tx, &on.lot, Move::Conclude, call.at, None)?;
    }
    tell(tx, call, &contract, &mails::recorded(&contract))?;
    let event = about("contract.recorded", &contract).fact("lot", lot.to_string());
    audit::record(tx, call, &may, event.fact("lot_awarded", all), contract)
}

pub fn about(what: &'static str, of: &Contract) -> Event {
    Event::of(what, "contract", &of.id)
        .fact("bid", of.bid_id.to_string())
        .fact("net", of.net.to_string())
        .fact("gross", of.gross.to_string())
}

/// Tells every supplier of a contract.
pub fn tell(tx: &mut Tx<'_>, call: &Call, of: &Contract, letter: &Letter) -> Result<(), Fault> {
    for party in &of.suppliers {
        organisations::tell_bidders(tx, call, party.organisation_id, letter)?;
    }
    Ok(())
}

/// The bids with which contracts are made.
fn awarded(on: &LotForDecider) -> Result<Vec<Id<Bid>>, CannotContract> {
    let decided = on.decision.as_ref().filter(|one| {
        one.state == DecisionState::Approved && one.outcome == DecisionOutcome::Award
    });
    match (on.lot.state, decided) {
        (LotState::Decided | LotState::Standstill | LotState::Awarded, Some(one)) => {
            Ok(one.bid_ids.clone())
        }
        (state, _) => Err(CannotContract::NotDecided(state)),
    }
}

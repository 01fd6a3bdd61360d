//! `POST /v1/lots/{id}/contracts` and `/v1/contracts/{contract_id}/details-publication`: what was
//! signed after an award, and the publication of its details (notice UK7; ADR 0027).

use serde::{Deserialize, Serialize};

use super::{
    mails,
    model::{DecisionOutcome, DecisionState, LotUnderDecision},
    policy::{ContractUnderLot, PublishContract, ReadContract, RecordContract},
    store, store_contracts,
};
use crate::{
    access::{Actor, No, Organisation, User},
    audit::{self, Call, Event, Recorded},
    bids::{self, Bid},
    db::{Db, Fault, Lock, Tx},
    kernel::{Currency, Date, Faults, FieldFault, Id, Instant, Kind, Line, Money, Refuse, kinds},
    opportunities::{self, Lot, LotState, Move},
    organisations,
    outbox::Letter,
};

/// What was agreed in writing with those whose bid has won.
#[derive(Debug, Clone)]
pub struct Contract {
    pub id: Id<Contract>,
    pub lot: Id<Lot>,
    pub bid: Id<Bid>,
    /// The public body that buys.
    pub buyer: Id<Organisation>,
    pub title: String,
    /// Without and with value added tax.
    pub net: Money,
    pub gross: Money,
    pub signed_on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
    pub recorded_by: Id<User>,
    pub recorded_at: Instant,
    pub details_published_at: Option<Instant>,
    pub version: i64,
    /// The lead first, then its partners.
    pub suppliers: Vec<Party>,
}

/// A supplier of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub organisation: Id<Organisation>,
    pub name: String,
    /// Its identifier at Find a Tender (GB-PPON).
    pub ppon: Option<String>,
}

impl Contract {
    /// Whether the law wants its details published: from 30,000 pounds with value added tax, for
    /// public bodies that are not central government (Procurement Act 2023, ss.84 and 87; RULES 6).
    pub fn is_notifiable(&self) -> bool {
        const FROM: i64 = 3_000_000;
        self.gross.currency() != Currency::GBP || self.gross.minor() >= FROM
    }

    /// The suppliers without which nothing can be published (regulations of 1 April 2026;
    /// RULES 18): those that Find a Tender does not know.
    fn unknown(&self) -> Vec<Party> {
        self.suppliers.iter().filter(|one| one.ppon.is_none()).cloned().collect()
    }
}

/// What is recorded.
#[derive(Debug, Clone)]
pub struct Signed {
    pub bid: Id<Bid>,
    pub title: Line<200>,
    pub net: Money,
    pub gross: Money,
    pub on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
}

impl Signed {
    fn faults(&self, (decided, now): (Option<Instant>, Instant)) -> Faults {
        let mut faults = Faults::new();
        if self.net.currency() != self.gross.currency() {
            faults.add("/gross/currency", "currency", "is not the currency of net");
        } else if self.gross.minor() < self.net.minor() {
            faults.add("/gross/amount", "range", "is less than net: it is with value added tax");
        }
        if Date::of(now).is_none_or(|today| self.on > today) {
            faults.add("/signed_on", "future", "is a day that has come");
        } else if decided.and_then(Date::of).is_some_and(|day| self.on < day) {
            faults.add("/signed_on", "early", "is not before the day of the decision");
        }
        if self.ends_on < self.starts_on {
            faults.add("/ends_on", "order", "is not before starts_on");
        }
        faults
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotContract {
    #[error("a lot that is {0} has no contracts")]
    NotDecided(LotState),
    #[error("there is a contract for this bid already")]
    Recorded,
    #[error("the details of this contract have been published")]
    Published,
    #[error(
        "a supplier of this contract has no PPON, see errors: the details can be published once every supplier has one"
    )]
    NoPpon(Vec<Party>),
}

impl Refuse for CannotContract {
    fn kind(&self) -> Kind {
        match self {
            Self::Recorded => kinds::TAKEN,
            Self::NotDecided(_) | Self::Published => kinds::WRONG_STATE,
            Self::NoPpon(_) => kinds::PPON_MISSING,
        }
    }

    fn errors(&self) -> Vec<FieldFault> {
        let Self::NoPpon(all) = self else { return Vec::new() };
        let error = |(n, of): (usize, &Party)| FieldFault {
            pointer: format!("/suppliers/{n}"),
            code: "ppon-missing",
            detail: format!("{} has no identifier of scheme GB-PPON in its profile", of.name),
        };
        all.iter().enumerate().map(error).collect()
    }
}

/// Records what was signed with those whose bid was awarded. With the last one the lot is awarded.
pub fn record(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    signed: &Signed,
) -> Result<Recorded<Contract>, Fault> {
    tx.db().lock_lot(lot.as_str(), Lock::Whole)?;
    let (may, found) = store::load(tx.db(), lot)?.open::<RecordContract>(&call.actor)?;
    call.saw(found.on.lot.version)?;
    let awarded = awarded(&found)?;
    let settled = found.decision.as_ref().and_then(|one| one.settled_at);
    let mut faults = signed.faults((settled, call.at));
    if !awarded.contains(&signed.bid) {
        faults.add("/bid_id", "unknown-id", "names no bid that was awarded");
    }
    faults.none()?;
    let before = store_contracts::signed_for(tx.db(), lot)?;
    if before.contains(&signed.bid) {
        return Err(CannotContract::Recorded.into());
    }
    let bid = bids::load_bid(tx.db(), signed.bid)?;
    let suppliers = store_contracts::parties(tx.db(), &[bid])?.into_values().next();
    let suppliers = suppliers.unwrap_or_default();
    let contract = Contract {
        id: Id::new(),
        lot,
        bid: signed.bid,
        buyer: found.on.lot.organisation,
        title: signed.title.to_string(),
        net: signed.net,
        gross: signed.gross,
        signed_on: signed.on,
        starts_on: signed.starts_on,
        ends_on: signed.ends_on,
        recorded_by: call.actor.user().ok_or(No::Hidden)?,
        recorded_at: call.at,
        details_published_at: None,
        version: 1,
        suppliers,
    };
    store_contracts::insert(tx, &contract)?;
    let all = awarded.iter().all(|bid| *bid == signed.bid || before.contains(bid));
    if all {
        opportunities::move_lot(tx, &found.on.lot, Move::Conclude, (call.at, None))?;
    }
    tell(tx, call, &contract, &mails::contract_recorded(&call.app.config.public_url, &contract))?;
    let event = about("contract.recorded", &contract).fact("lot", lot.to_string());
    audit::record(tx, call, &may, event.fact("lot_awarded", all), contract)
}

/// The bids with which contracts are made.
fn awarded(found: &LotUnderDecision) -> Result<Vec<Id<Bid>>, CannotContract> {
    let decided = found.decision.as_ref().filter(|one| {
        one.state == DecisionState::Approved && one.outcome == DecisionOutcome::Award
    });
    match (found.on.lot.state, decided) {
        (LotState::Decided | LotState::Standstill | LotState::Awarded, Some(one)) => {
            Ok(one.bids.clone())
        }
        (state, _) => Err(CannotContract::NotDecided(state)),
    }
}

fn about(what: &'static str, of: &Contract) -> Event {
    Event::of(what, "contract", &of.id)
        .fact("bid", of.bid.to_string())
        .fact("net", of.net.to_string())
        .fact("gross", of.gross.to_string())
}

fn tell(tx: &mut Tx<'_>, call: &Call, of: &Contract, letter: &Letter) -> Result<(), Fault> {
    for party in &of.suppliers {
        organisations::tell_bidders(tx, call, party.organisation, letter)?;
    }
    Ok(())
}

/// Makes the details public, by another than who recorded them. Of a notifiable contract only when
/// every supplier is known by its PPON.
pub fn publish_details(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Contract>,
) -> Result<Recorded<Contract>, Fault> {
    let found = store_contracts::load(tx.db(), id)?;
    let (may, ContractUnderLot { contract, .. }) = found.open::<PublishContract>(&call.actor)?;
    call.saw(contract.version)?;
    if contract.details_published_at.is_some() {
        return Err(CannotContract::Published.into());
    }
    let unknown = contract.unknown();
    if contract.is_notifiable() && !unknown.is_empty() {
        return Err(CannotContract::NoPpon(unknown).into());
    }
    let published = Contract { details_published_at: Some(call.at), ..contract };
    store_contracts::publish(tx, &published, call.actor.user().ok_or(No::Hidden)?)?;
    let letter = mails::contract_published(&call.app.config.public_url, &published);
    tell(tx, call, &published, &letter)?;
    let ppons = published.suppliers.iter().map(|one| one.ppon.clone().unwrap_or_default());
    let event = about("contract.details_published", &published)
        .fact("notifiable", published.is_notifiable())
        .fact("ppons", ppons.collect::<Vec<_>>())
        .versions(published.version, published.version + 1);
    let version = published.version + 1;
    audit::record(tx, call, &may, event, Contract { version, ..published })
}

/// A contract, for everybody once its details are published.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Contract>) -> Result<Contract, Fault> {
    Ok(store_contracts::load(db, id)?.open::<ReadContract>(actor)?.1.contract)
}

/// The contracts of a lot that somebody may see, in the order in which they were recorded.
pub fn of_lot(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Contract>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.filter(|lot| lot.state != LotState::Draft);
    let lot = lot.ok_or(No::Hidden)?;
    let mut seen = Vec::new();
    for one in store_contracts::guarded_of_lot(db, lot.id)? {
        match one.open::<ReadContract>(actor) {
            Ok((_, one)) => seen.push(one.contract),
            Err(No::Hidden) => {}
            Err(no) => return Err(no.into()),
        }
    }
    Ok(seen)
}

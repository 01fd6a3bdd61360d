//! `/v1/bids/{id}/partners` and `/v1/bid-partnerships/{partnership_id}`: suppliers that bid
//! together. Each says yes for itself, and each is held to what the lot asks (ADR 0026).
//!
//! ```text
//! invited ──▶ accepted | declined ; invited or accepted ──▶ withdrawn (by the lead)
//! accepted ──▶ left (by the partner)
//! ```

use serde::{Deserialize, Serialize};

use super::{
    drafting::{takes_bids, writable},
    mails,
    model::{Bid, BidState, CannotBid},
    policy::{AnswerPartnership, EndPartnership, WriteBid},
    store,
    store_partners::{self, Between},
};
use crate::{
    access::{No, Organisation, OrganisationKind, User},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Lock, Tx},
    kernel::{Faults, Id, Instant, Kind, Refuse, Text, kinds},
    opportunities::Lot,
    organisations::{self, Snapshot},
    words,
};

words!(
    /// Where a partnership stands. `withdrawn`: the lead took it back. `left`: the partner did.
    PartnershipState {
        Invited = "invited", Accepted = "accepted", Declined = "declined",
        Withdrawn = "withdrawn", Left = "left",
    }
);

impl PartnershipState {
    /// Whether nothing has ended it.
    pub const fn goes_on(self) -> bool {
        match self {
            Self::Invited | Self::Accepted => true,
            Self::Declined | Self::Withdrawn | Self::Left => false,
        }
    }
}

/// A supplier that was asked to bid together with another one, the lead, whose bid it is.
#[derive(Debug, Clone)]
pub struct Partnership {
    pub id: Id<Partnership>,
    pub bid: Id<Bid>,
    pub lot: Id<Lot>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    /// What it would do.
    pub part: String,
    pub state: PartnershipState,
    pub invited_at: Instant,
    pub answered_at: Option<Instant>,
    /// When the lead took it back, or the partner left.
    pub ended_at: Option<Instant>,
    /// The newest submission whose seal names it.
    pub named_in: Option<i32>,
}

/// A partner as it goes under the seal of a bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPartner {
    pub organisation: Id<Organisation>,
    pub name: String,
    pub part: String,
    /// The partner as it was at submission. The lead is never shown it.
    pub profile: Option<Snapshot>,
}

/// A bid has no more partners than this besides its lead.
const MOST: usize = 9;
/// Each invitation is a letter to every bidder of a supplier: a bid sends no more than this.
const MOST_ASKED: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPartner {
    #[error("this supplier has been asked already, and has not left")]
    Asked,
    #[error("a joint bid has at most {MOST} partners besides its lead")]
    Many,
    #[error("this bid has asked {MOST_ASKED} times: it asks nobody else")]
    TooOften,
    #[error("this invitation has been answered, or taken back")]
    Over,
    #[error(
        "your organisation has a bid of its own for this lot: withdraw it first, for nobody competes with itself"
    )]
    OwnBid(Id<Bid>),
    #[error("your organisation is a partner in another bid for this lot: leave that one first")]
    Elsewhere,
    #[error(
        "your organisation is a partner in a bid for this lot: leave that one first, for nobody competes with itself"
    )]
    IsPartner,
    #[error("not answered yet: {0}. Wait for them, or take the invitation back")]
    Waiting(String),
}

impl Refuse for CannotPartner {
    fn kind(&self) -> Kind {
        match self {
            Self::Asked | Self::OwnBid(_) | Self::Elsewhere | Self::IsPartner => kinds::TAKEN,
            Self::Many | Self::TooOften | Self::Over | Self::Waiting(_) => kinds::WRONG_STATE,
        }
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        if let Self::OwnBid(bid) = self {
            members.insert("bid_id".to_owned(), bid.to_string().into());
        }
        members
    }
}

/// Asks a supplier to be a partner. Its owners and bidders are told.
pub fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Bid>,
    (whom, part): (Id<Organisation>, &Text<1_000>),
) -> Result<Recorded<Partnership>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    tx.db().lock_lot(bid.lot.as_str(), Lock::Shared)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    call.saw(bid.version)?;
    takes_bids(&lot, call)?;
    writable(&bid, "given partners")?;
    // Letters go out in its name: it is known who that is.
    if !organisations::card(tx.db(), bid.organisation)?.verified {
        return Err(CannotBid::Unverified.into());
    }
    let organisation_name = supplier(tx, &bid, whom)?;
    if bid.partners.iter().any(|one| one.organisation == whom && one.state.goes_on()) {
        return Err(CannotPartner::Asked.into());
    }
    if bid.partners.iter().filter(|one| one.state.goes_on()).count() >= MOST {
        return Err(CannotPartner::Many.into());
    }
    if bid.partners.len() >= MOST_ASKED {
        return Err(CannotPartner::TooOften.into());
    }
    let partnership = Partnership {
        id: Id::new(),
        bid: id,
        lot: bid.lot,
        organisation: whom,
        organisation_name,
        part: part.to_string(),
        state: PartnershipState::Invited,
        invited_at: call.at,
        answered_at: None,
        ended_at: None,
        named_in: None,
    };
    store_partners::insert(tx, &partnership, user(call)?)?;
    let event = touched(tx, call, &bid, about("bid.partner_invited", &partnership))?;
    let letter = mails::asked_to_partner(&call.app, (&bid, &lot), &partnership);
    organisations::tell_bidders(tx, call, whom, &letter)?;
    audit::record(tx, call, &may, event, partnership)
}

/// The name of somebody who can be a partner in this bid.
fn supplier(tx: &mut Tx<'_>, bid: &Bid, whom: Id<Organisation>) -> Result<String, Fault> {
    let fault = |code: &'static str, why: &str| {
        let mut faults = Faults::new();
        faults.add("/organisation_id", code, why);
        Err(faults.into())
    };
    if whom == bid.organisation {
        return fault("self", "is the supplier whose bid this is");
    }
    match organisations::card(tx.db(), whom) {
        Ok(card) if card.kind != OrganisationKind::Supplier => {
            fault("kind", "names a public body: suppliers bid")
        }
        Ok(card) if card.suspended => fault("suspended", "names a supplier that is suspended"),
        Ok(card) => Ok(card.name),
        Err(Fault::Refused(_)) => fault("unknown-id", "names no supplier"),
        Err(fault) => Err(fault),
    }
}

fn about(what: &'static str, of: &Partnership) -> Event {
    Event::of(what, "bid", &of.bid)
        .fact("partnership", of.id.to_string())
        .fact("partner", of.organisation.to_string())
        .sealed_until_opening(&of.lot)
}

/// Whose bid it is is part of it: who submits has seen it.
fn touched(tx: &mut Tx<'_>, call: &Call, bid: &Bid, event: Event) -> Result<Event, Fault> {
    store::update(tx, &Bid { updated_at: call.at, ..bid.clone() })?;
    Ok(event.versions(bid.version, bid.version + 1))
}

/// Says yes or no for the partner. Yes lets the lead learn whether the partner meets each
/// condition of the lot, without its words, and goes into the seal with what it says of itself.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Partnership>,
    accepted: bool,
) -> Result<Recorded<Partnership>, Fault> {
    let found = store_partners::load(tx.db(), id)?;
    let (may, between) = found.open::<AnswerPartnership>(&call.actor)?;
    let asked = between.partnership;
    tx.db().lock_lot(asked.lot.as_str(), Lock::Shared)?;
    let bid = store::load_bid(tx.db(), asked.bid)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    if asked.state != PartnershipState::Invited {
        return Err(CannotPartner::Over.into());
    }
    if accepted {
        competes_not(tx, &asked)?;
    }
    let state = if accepted { PartnershipState::Accepted } else { PartnershipState::Declined };
    let said = Partnership { state, answered_at: Some(call.at), ..asked };
    store_partners::answer(tx, &said, user(call)?)?;
    let letter = mails::partner_said(&call.app, (&bid, &lot), &said);
    organisations::tell_bidders(tx, call, bid.organisation, &letter)?;
    let event = about("bid.partner_answered", &said).fact("outcome", state.as_str());
    let event = touched(tx, call, &bid, event)?;
    audit::record(tx, call, &may, event, said)
}

fn user(call: &Call) -> Result<Id<User>, No> {
    call.actor.user().ok_or(No::Hidden)
}

/// Nobody is in two bids for one lot. Only whoever is told has both: no other bid shows through.
fn competes_not(tx: &mut Tx<'_>, asked: &Partnership) -> Result<(), Fault> {
    let own = store::of_supplier(tx.db(), asked.lot, asked.organisation)?;
    if let Some(own) = own.filter(|bid| bid.state != BidState::Withdrawn) {
        return Err(CannotPartner::OwnBid(own.id).into());
    }
    match store_partners::accepted_by(tx.db(), asked.lot, asked.organisation)? {
        Some(_) => Err(CannotPartner::Elsewhere.into()),
        None => Ok(()),
    }
}

/// Takes an invitation or a partner back, for the lead; leaves, for the partner. What lies under
/// seal still names it until the lead submits again: whoever reads that bid is told.
pub fn end(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Partnership>,
) -> Result<Recorded<Partnership>, Fault> {
    let found = store_partners::load(tx.db(), id)?;
    let (may, Between { partnership: asked, lead }) = found.open::<EndPartnership>(&call.actor)?;
    tx.db().lock_lot(asked.lot.as_str(), Lock::Shared)?;
    let bid = store::load_bid(tx.db(), asked.bid)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    let was = asked.state;
    let by_lead = may.organisation() == Some(lead);
    let state = match was {
        PartnershipState::Invited | PartnershipState::Accepted if by_lead => {
            PartnershipState::Withdrawn
        }
        PartnershipState::Accepted => PartnershipState::Left,
        PartnershipState::Invited
        | PartnershipState::Declined
        | PartnershipState::Withdrawn
        | PartnershipState::Left => return Err(CannotPartner::Over.into()),
    };
    let ended = Partnership { state, ended_at: Some(call.at), ..asked };
    store_partners::end(tx, &ended, (was, user(call)?))?;
    let letter = mails::partnership_ended(&call.app, (&bid, &lot), &ended);
    organisations::tell_bidders(
        tx,
        call,
        if by_lead { ended.organisation } else { lead },
        &letter,
    )?;
    let event = about("bid.partner_ended", &ended).fact("outcome", state.as_str());
    let event = touched(tx, call, &bid, event)?;
    audit::record(tx, call, &may, event, ended)
}

/// The partners that a submission names: all have said yes, nobody is still asked.
pub fn agreed(bid: &Bid) -> Result<Vec<&Partnership>, CannotPartner> {
    let of = |state| bid.partners.iter().filter(move |one: &&Partnership| one.state == state);
    let waiting: Vec<&str> =
        of(PartnershipState::Invited).map(|one| one.organisation_name.as_str()).collect();
    if waiting.is_empty() {
        Ok(of(PartnershipState::Accepted).collect())
    } else {
        Err(CannotPartner::Waiting(waiting.join(", ")))
    }
}

/// Puts the partners under the seal, each as it is now, and tells them.
pub fn named(
    tx: &mut Tx<'_>,
    call: &Call,
    (bid, lot): (&Bid, &Lot),
    version: i32,
) -> Result<Vec<NamedPartner>, Fault> {
    let agreed = agreed(bid)?;
    let mut named = Vec::new();
    for one in &agreed {
        let profile = Some(organisations::snapshot(tx, one.organisation, call.at)?);
        let (name, part) = (one.organisation_name.clone(), one.part.clone());
        named.push(NamedPartner { organisation: one.organisation, name, part, profile });
        organisations::tell_bidders(
            tx,
            call,
            one.organisation,
            &mails::named_as_partner(&call.app, (bid, lot), one),
        )?;
    }
    let ids: Vec<_> = agreed.iter().map(|one| one.id).collect();
    if !bid.partners.is_empty() {
        store_partners::name(tx, bid.id, (&ids, version))?;
    }
    Ok(named)
}

/// Ends what goes on in a bid that is withdrawn, and tells the partners.
pub fn end_all(tx: &mut Tx<'_>, call: &Call, (bid, lot): (&Bid, &Lot)) -> Result<(), Fault> {
    for one in bid.partners.iter().filter(|one| one.state.goes_on()) {
        let state = PartnershipState::Withdrawn;
        let ended = Partnership { state, ended_at: Some(call.at), ..one.clone() };
        store_partners::end(tx, &ended, (one.state, user(call)?))?;
        let letter = mails::partnership_ended(&call.app, (bid, lot), &ended);
        organisations::tell_bidders(tx, call, ended.organisation, &letter)?;
    }
    if !bid.partners.is_empty() {
        store_partners::name(tx, bid.id, (&[], 0))?;
    }
    Ok(())
}

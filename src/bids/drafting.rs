//! `POST /v1/lots/{id}/bids` and `PATCH /v1/bids/{id}`: a draft, kept under the supplier's own key.

use super::{
    model::{Bid, BidContent, BidState, CannotBid, answers},
    partners::CannotPartner,
    policy::{StartBid, WriteBid},
    reading, store, store_keys, store_partners,
};
use crate::{
    access::{No, Organisation},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Faults, Id, Key, Money, Patch, Text},
    opportunities::{Lot, Phase},
};

/// Starts a bid, or starts again after a withdrawal. One supplier has one bid for a lot.
pub fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    supplier: Id<Organisation>,
) -> Result<Recorded<Bid>, Fault> {
    let found = store::load_for_bidder(tx.db(), lot, supplier)?;
    let (may, found) = found.open::<StartBid>(&call.actor)?;
    call.saw(found.lot.version)?;
    found.lot.runs_here()?;
    takes_bids(&found.lot, call)?;
    if store_partners::accepted_by(tx.db(), lot, supplier)?.is_some() {
        return Err(CannotPartner::IsPartner.into());
    }
    let by = call.actor.user().ok_or(No::Hidden)?;
    let before = store::of_supplier(tx.db(), lot, supplier)?;
    let bid = match before {
        None => {
            let new = Bid {
                id: Id::new(),
                lot,
                organisation: supplier,
                supplier_name: String::new(),
                supplier_suspended: false,
                state: BidState::Draft,
                state_reason: None,
                submitted_version: 0,
                price: None,
                partners: Vec::new(),
                created_at: call.at,
                updated_at: call.at,
                version: 1,
            };
            store::insert(tx, &new, by)?;
            new
        }
        Some(old) if old.state == BidState::Withdrawn => {
            let again = Bid { state: BidState::Draft, updated_at: call.at, ..old };
            store::update(tx, &again)?;
            Bid { version: again.version + 1, ..again }
        }
        Some(old) => return Err(CannotBid::HasOne(old.id).into()),
    };
    let event = Event::of("bid.started", "bid", &bid.id).sealed_until_opening(&lot);
    audit::record(tx, call, &may, event, bid)
}

/// Judges by the request's arrival whether the lot still takes bids.
pub fn takes_bids(lot: &Lot, call: &Call) -> Result<(), Fault> {
    match lot.phase(call.at) {
        Phase::Open => Ok(()),
        Phase::Closed => lot.verdict(call.at).map_err(Fault::from),
        Phase::Settled(state) => Err(CannotBid::NotOpen(state).into()),
    }
}

/// What to change in a draft; what is not named stays. A text of none takes the answer back.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub answers: Vec<(Key, Option<Text<40_000>>)>,
    pub price: Patch<Money>,
}

/// Changes the draft of the next submission. What has been submitted is never touched.
pub fn edit(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Bid>,
    asked: &Edit,
) -> Result<Recorded<(Bid, Lot, BidContent)>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    call.saw(bid.version)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    writable(&bid, "edited")?;
    let key = match store_keys::supplier_key(tx.db(), &call.app, bid.organisation)? {
        Some(key) => key,
        None => store_keys::make_supplier_key(tx, call, bid.organisation)?,
    };
    let mut content = match store::sealed_draft(tx.db(), id)? {
        Some(sealed) => reading::opened_draft(&key, id, &sealed)?,
        None => BidContent::default(),
    };
    apply(&mut content, asked, &lot).none()?;
    let edited = Bid { updated_at: call.at, ..bid };
    store::keep_draft(tx, &edited, &reading::sealed_draft(&key, id, &content)?)?;
    let event = Event::of("bid.edited", "bid", &id)
        .versions(edited.version, edited.version + 1)
        .sealed_until_opening(&lot.id);
    let edited = Bid { version: edited.version + 1, ..edited };
    audit::record(tx, call, &may, event, (edited, lot, content))
}

/// Drafts and submitted bids may be written on; others may not.
pub fn writable(bid: &Bid, asked: &'static str) -> Result<(), CannotBid> {
    match bid.state {
        BidState::Draft | BidState::Submitted => Ok(()),
        state @ (BidState::Withdrawn
        | BidState::Received
        | BidState::IntegrityFailed
        | BidState::Excluded
        | BidState::Successful
        | BidState::Unsuccessful) => Err(CannotBid::WrongState(state, asked)),
    }
}

fn apply(content: &mut BidContent, asked: &Edit, lot: &Lot) -> Faults {
    let mut faults = Faults::new();
    for (n, (key, text)) in asked.answers.iter().enumerate() {
        let at = format!("/answers/{n}");
        if asked.answers.iter().take(n).any(|(other, _)| other == key) {
            faults.add(format!("{at}/question_key"), "duplicate", "stands twice");
        }
        let Some(question) = lot.question(key) else {
            let why = format!("this lot has no question {key}");
            faults.add(format!("{at}/question_key"), "unknown-key", why);
            continue;
        };
        match text {
            None => drop(content.answers.remove(key.as_str())),
            Some(text) => {
                if faults
                    .keep(format!("{at}/text"), "answer", answers(question, text.as_str()))
                    .is_some()
                {
                    content.answers.insert(key.to_string(), text.to_string());
                }
            }
        }
    }
    match asked.price {
        Patch::Keep => {}
        Patch::Clear => content.price = None,
        Patch::Set(price) => {
            let wanted = lot.value.map(Money::currency);
            if wanted.is_some_and(|currency| currency != price.currency()) {
                let why = "is not the currency of the lot";
                faults.add("/price/currency", "currency", why);
            }
            content.price = Some(price);
        }
    }
    faults
}

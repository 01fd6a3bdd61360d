//! `PATCH /v1/bids/{id}`: changes to the draft of the next submission.

use super::{
    super::{
        model::{Bid, BidContent, answers},
        policy::WriteBid,
        seal, store,
        timing::{takes_bids, writable},
    },
    model::{Edit, Edited},
};
use crate::{kernel::Patch, opportunities::Lot, prelude::*};

/// Changes the draft of the next submission. Submitted versions are never touched.
pub fn edit(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Bid>,
    asked: &Edit,
) -> Result<Recorded<Edited>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    call.saw(bid.version)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    writable(&bid, "edited")?;
    let key = match seal::supplier_key(tx.db(), &call.app, bid.organisation)? {
        Some(key) => key,
        None => seal::make_supplier_key(tx, call, bid.organisation)?,
    };
    let mut content = match seal::stored_draft(tx.db(), id)? {
        Some(sealed) => seal::opened_draft(&key, id, &sealed)?,
        None => BidContent::default(),
    };
    apply(&mut content, asked, &lot).none()?;
    let edited = Bid { updated_at: call.at, ..bid };
    let edited = seal::keep_draft(tx, edited, &seal::sealed_draft(&key, id, &content)?)?;
    let event = Event::of("bid.edited", "bid", &id)
        .versions(edited.version - 1, edited.version)
        .sealed_until_opening(&lot.id);
    audit::record(tx, call, &may, event, Edited { bid: edited, lot, content })
}

fn apply(content: &mut BidContent, asked: &Edit, lot: &Lot) -> Faults {
    let mut faults = Faults::new();
    for (n, answer) in asked.answers.iter().enumerate() {
        let key = &answer.question_key;
        let at = format!("/answers/{n}");
        if asked.answers.iter().take(n).any(|other| other.question_key == *key) {
            faults.add(format!("{at}/question_key"), "duplicate", "appears twice");
        }
        let Some(question) = lot.question(key) else {
            let why = format!("this lot has no question {key}");
            faults.add(format!("{at}/question_key"), "unknown-key", why);
            continue;
        };
        match &answer.text {
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
                let why = "must have the currency of the lot";
                faults.add("/price/currency", "currency", why);
            }
            content.price = Some(price);
        }
    }
    faults
}

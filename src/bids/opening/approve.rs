//! `POST /v1/lots/{id}/opening-approvals`: two officers, after the deadline, open all bids at once.

use super::{
    super::{
        model::{Bid, BidContent, BidState, CannotBid},
        seal::{
            self,
            manifest::{self, Belongs},
        },
        store as bid_store,
    },
    mails::tell,
    model::Opening,
    policy::ApproveOpening,
    store,
};
use crate::{
    access::Permit,
    app::{App, Identity},
    db::Lock,
    opportunities::{self, Lot, LotState, Move},
    prelude::*,
};

/// Proof that a lot's deadline, and the time that requests may be on their way, have passed.
struct PastDeadline(());

impl PastDeadline {
    fn of(lot: &Lot, now: Instant, delay: Period) -> Result<Self, CannotBid> {
        match (lot.state, lot.opens_from(delay)) {
            (LotState::Published, Some(from)) if now >= from => Ok(Self(())),
            (LotState::Published, Some(from)) => Err(CannotBid::TooEarly(from)),
            (state, _) => Err(CannotBid::NotOpen(state)),
        }
    }
}

/// Proof that one officer has approved the opening and is still heard.
struct Approval(Id<User>);

impl Approval {
    fn now(may: &Permit<ApproveOpening>) -> Option<Self> {
        may.actor().user().map(Self)
    }
}

/// The only way to a sealed lot's identity: after the deadline, with two different approvals.
fn release(
    app: &App,
    lot: &Lot,
    wrapped: &[u8],
    _: &PastDeadline,
    [one, other]: [&Approval; 2],
) -> Result<Identity, Fault> {
    if one.0 == other.0 {
        return Err(No::SamePerson("one person cannot open a lot").into());
    }
    let purpose = opportunities::key_purpose(lot.id);
    app.keys.sealed.unwrap(wrapped, &purpose).map_err(|error| Fault::corrupt(&error))
}

/// Approves the opening; the second approval, of another officer, opens all bids.
pub fn approve_opening(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Lot>,
) -> Result<Recorded<Opening>, Fault> {
    tx.db().lock_lot(id.as_str(), Lock::Whole)?;
    let since = call.at.minus(call.app.config.opening_window);
    let asked = store::load_for_opening(tx.db(), id, since, call.at)?;
    let (may, on) = asked.open::<ApproveOpening>(&call.actor)?;
    call.saw(on.lot.version)?;
    on.lot.runs_here()?;
    let past = PastDeadline::of(&on.lot, call.at, call.app.config.opening_delay)?;
    let mine = Approval::now(&may).ok_or(No::Hidden)?;
    store::insert_approval(tx, &on.lot, mine.0, call.at)?;
    let Some(first) = on.approved_by.first().map(|user| Approval(*user)) else {
        let opening = Opening {
            lot_id: id,
            approvals: 1,
            opened: false,
            state: on.lot.state,
            opened_at: on.lot.opened_at,
            second_approval_until: Some(call.at.plus(call.app.config.opening_window)),
            bids: None,
        };
        let event = Event::of("lot.opening_approved", "lot", &id);
        return audit::record(tx, call, &may, event, opening);
    };
    let key = seal::lot_key(tx.db(), id)?;
    let identity = release(&call.app, &on.lot, &key.wrapped, &past, [&first, &mine])?;
    let (lot, register) = open_all(tx, call, &on.lot, &identity)?;
    let bids = register.len();
    let event = Event::of("lot.opened", "lot", &id)
        .versions(on.lot.version, lot.version)
        .fact("approved_by", vec![first.0.to_string(), mine.0.to_string()])
        .fact("register", register);
    let opening = Opening {
        lot_id: id,
        approvals: 2,
        opened: true,
        state: lot.state,
        opened_at: lot.opened_at,
        second_approval_until: None,
        bids: Some(bids),
    };
    audit::record(tx, call, &may, event, opening)
}

/// Opens every bid, checks it against its receipt, and moves the lot on. A bid that differs from its
/// receipt does not keep the others closed.
fn open_all(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: &Lot,
    identity: &Identity,
) -> Result<(Lot, Vec<serde_json::Value>), Fault> {
    let rewrapped = call.app.keys.opened.wrap(identity, &opportunities::key_purpose(lot.id));
    seal::rewrap_lot_key(tx, lot.id, &rewrapped.map_err(|error| Fault::corrupt(&error))?)?;
    let bids = bid_store::submitted(tx.db(), lot.id)?;
    let mut register = Vec::new();
    for bid in &bids {
        let received = Bid { state: BidState::Received, ..bid.clone() };
        let Checked { content, commitment } = check(tx, &received, identity)?;
        let (state, reason, price) = match content {
            Ok(content) => (BidState::Received, None, content.price),
            Err(why) => (BidState::IntegrityFailed, Some(why.to_owned()), None),
        };
        register.push(serde_json::json!({
            "bid": bid.id, "supplier": bid.organisation, "submission": bid.submitted_version,
            "commitment": commitment, "verdict": state.as_str(),
        }));
        let opened = Bid { state, state_reason: reason, price, updated_at: call.at, ..bid.clone() };
        bid_store::update(tx, opened)?;
    }
    let moved = opportunities::move_lot(tx, lot, Move::Open { bids: bids.len() }, call.at, None)?;
    opportunities::mark_opened(tx, lot.id, call.at)?;
    tell(tx, call, lot, &bids)?;
    Ok((Lot { opened_at: Some(call.at), ..moved }, register))
}

/// An opened bid: the content, or the difference from its receipt.
struct Checked {
    content: Result<BidContent, &'static str>,
    commitment: Option<String>,
}

fn check(tx: &mut Tx<'_>, bid: &Bid, identity: &Identity) -> Result<Checked, Fault> {
    let Some(row) = seal::submission(tx.db(), bid.id, bid.submitted_version)? else {
        let content = Err("the sealed file is missing");
        return Ok(Checked { content, commitment: None });
    };
    let belongs = Belongs {
        lot: bid.lot,
        bid: bid.id,
        version: bid.submitted_version,
        supplier: bid.organisation,
    };
    let commitment = Some(row.commitment.clone());
    if manifest::sha256(&row.sealed) != row.sealed_sha256 {
        let content = Err("the sealed bytes are not those of the receipt");
        return Ok(Checked { content, commitment });
    }
    let Ok(plain) = identity.open(&row.sealed) else {
        let content = Err("the seal does not open with the key of this lot");
        return Ok(Checked { content, commitment });
    };
    let content = manifest::content_of(&plain, &row.commitment, belongs);
    Ok(Checked { content: content.and_then(|content| as_sealed(bid, content)), commitment })
}

/// Conflicts of interest are judged by the partners on record: they have to be those of the seal.
fn as_sealed(bid: &Bid, content: BidContent) -> Result<BidContent, &'static str> {
    let mut noted: Vec<_> = bid.joint().map(|one| one.organisation).collect();
    let mut sealed: Vec<_> = content.partners.iter().map(|one| one.organisation).collect();
    noted.sort();
    sealed.sort();
    if noted == sealed { Ok(content) } else { Err("the partners are not those of the seal") }
}

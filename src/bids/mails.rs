//! Letters about bids. None says a word of what a bid says.

use super::{
    model::Bid,
    partners::{Partnership, PartnershipState},
    receipt::Receipt,
};
use crate::{app::App, opportunities::Lot, outbox::Letter};

fn about_lot(lot: &Lot, letter: Letter) -> Letter {
    letter.fact("Opportunity", &lot.opportunity_title).fact("Lot", &lot.title)
}

pub fn receipt(app: &App, lot: &Lot, receipt: &Receipt) -> Letter {
    let facts = &receipt.facts;
    let url = format!("{}/v1/bids/{}", app.config.public_url, facts.bid);
    let (subject, words) = if facts.kind == "withdrawal" {
        (
            "Withdrawn",
            "Your bid has been withdrawn and will not be opened. You may submit again until the deadline.",
        )
    } else {
        (
            "Received",
            "We have received your bid and sealed it. Nobody can read it before the deadline, and then only when two officers open all bids together. You may replace or withdraw it until then.",
        )
    };
    let letter =
        Letter::new("bid.receipt", format!("{subject}: your bid for {}", lot.title)).says(words);
    about_lot(lot, letter)
        .fact("Received", &format!("{} ({})", facts.received_at.in_london(), facts.received_at))
        .fact("Bids close", &facts.closes_at.in_london())
        .fact("Bid", &facts.bid)
        .fact("Submission", &facts.version)
        .fact("Commitment", &facts.commitment)
        .fact("Signature", &receipt.signature_base64())
        .says("Keep this letter: the commitment and the signature prove what was received and when. Check it at any time with POST /v1/receipts/verification, or with openssl and the key at GET /v1/keys.")
        .link("See your bid", url)
        .about(&facts.bid)
        .urgent()
}

pub fn opened_for_bidder(public_url: &str, lot: &Lot) -> Letter {
    let letter = Letter::new("lot.opened", format!("Opened: the bids for {}", lot.title))
        .says("Two officers have opened all bids of this lot together, yours among them. It is now with the panel; you will hear of the decision and how your bid was marked.");
    about_lot(lot, letter)
        .link("See the lot", format!("{public_url}/v1/lots/{}", lot.id))
        .about(&lot.id)
}

pub fn opened_for_buyer(public_url: &str, lot: &Lot, bids: usize) -> Letter {
    let letter = Letter::new("lot.opened_for_panel", format!("Opened: {} has {bids} bids", lot.title))
        .says("The bids of this lot have been opened. Members of its panel declare their interests first; then they can read and mark the bids.")
        .fact("Bids", &bids);
    about_lot(lot, letter)
        .link("See the lot", format!("{public_url}/v1/lots/{}", lot.id))
        .about(&lot.id)
}

fn joint(app: &App, (bid, lot): (&Bid, &Lot), of: &Partnership, letter: Letter) -> Letter {
    let letter = about_lot(lot, letter).fact("Leads the bid", &bid.supplier_name);
    let letter = letter.fact("Partner", &of.organisation_name).fact("Its part", &of.part);
    let url = &app.config.public_url;
    let letter = letter
        .link("See the lot", format!("{url}/v1/lots/{}", lot.id))
        .link(
            "See what your organisation is asked",
            format!("{url}/v1/organisations/{}/bid-partnerships", of.organisation),
        )
        .about(&lot.id);
    match lot.submissions_close_at {
        Some(at) => letter.fact("Bids close", &at.in_london()),
        None => letter,
    }
}

pub fn asked_to_partner(app: &App, on: (&Bid, &Lot), of: &Partnership) -> Letter {
    let lead = &on.0.supplier_name;
    let letter = Letter::new("bid.partner_invited", format!("{lead} asks you to bid together"))
        .says("A supplier asks your organisation to be a partner in its bid. An owner or a bidder of yours says yes or no before bids close. If you say yes, your partner learns whether you meet each condition of the lot, without your words; what your profile says goes with the bid under seal, and the public body reads it once bids are opened. You cannot bid for this lot on your own then.");
    joint(app, on, of, letter)
}

pub fn partner_said(app: &App, on: (&Bid, &Lot), of: &Partnership) -> Letter {
    let name = &of.organisation_name;
    let (subject, words) = match of.state {
        PartnershipState::Accepted => (
            format!("{name} bids together with you"),
            "Your partner has said yes. It is named in your bid from your next submission on.",
        ),
        PartnershipState::Invited
        | PartnershipState::Declined
        | PartnershipState::Withdrawn
        | PartnershipState::Left => (
            format!("{name} does not bid together with you"),
            "The supplier that you asked to be a partner in your bid has said no.",
        ),
    };
    joint(app, on, of, Letter::new("bid.partner_answered", subject).says(words))
}

/// To the other side of the one that ended it.
pub fn partnership_ended(app: &App, on: (&Bid, &Lot), of: &Partnership) -> Letter {
    let (subject, words) = match of.state {
        PartnershipState::Left => (
            format!("{} has left your bid", of.organisation_name),
            "A partner has left your bid. A bid that you have submitted names it still, and whoever reads it will be told that it has left: submit again, without it.",
        ),
        PartnershipState::Invited
        | PartnershipState::Accepted
        | PartnershipState::Declined
        | PartnershipState::Withdrawn => (
            format!("{} bids without you", on.0.supplier_name),
            "The supplier that had asked you to be a partner in its bid has taken that back, or has withdrawn its bid. You may bid for this lot on your own, or with others.",
        ),
    };
    joint(app, on, of, Letter::new("bid.partnership_ended", subject).says(words))
}

pub fn named_as_partner(app: &App, on: (&Bid, &Lot), of: &Partnership) -> Letter {
    let subject = format!("Submitted: a bid that names you as a partner, for {}", on.1.title);
    let letter = Letter::new("bid.partner_named", subject)
        .says("Your partner has submitted the bid in which you are named. What your profile says today went with it under seal. You may leave the bid until bids close; you will hear of the decision.");
    joint(app, on, of, letter)
}

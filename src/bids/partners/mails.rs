//! Letters about partnerships. No letter contains content of a bid.

use super::super::{
    mails::about_lot,
    model::{BidInLot, Partnership, PartnershipState},
};
use crate::outbox::{Letter, Place};

fn joint(of: BidInLot<'_>, with: &Partnership, letter: Letter) -> Letter {
    let BidInLot { bid, lot } = of;
    let letter = about_lot(lot, letter).fact("Leads the bid", &bid.supplier_name);
    let letter = letter.fact("Partner", &with.organisation_name).fact("Its part", &with.part);
    let letter = letter
        .link("See what your organisation is asked", Place::BidPartnerships(&with.organisation))
        .about(&lot.id);
    match lot.submissions_close_at {
        Some(at) => letter.fact("Bids close", &at.in_london()),
        None => letter,
    }
}

pub fn asked_to_partner(of: BidInLot<'_>, with: &Partnership) -> Letter {
    let lead = &of.bid.supplier_name;
    let letter = Letter::new("bid.partner_invited", format!("{lead} asks you to bid together"))
        .says("A supplier asks your organisation to be a partner in its bid. An owner or a bidder of yours says yes or no before bids close. If you say yes, your partner learns whether you meet each condition of the lot, without your words; what your profile says goes with the bid under seal, and the public body reads it once bids are opened. You cannot bid for this lot on your own then.");
    joint(of, with, letter)
}

pub fn partner_said(of: BidInLot<'_>, with: &Partnership) -> Letter {
    let name = &with.organisation_name;
    let (subject, words) = match with.state {
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
    joint(of, with, Letter::new("bid.partner_answered", subject).says(words))
}

/// Sent to the side that did not end the partnership.
pub fn partnership_ended(of: BidInLot<'_>, with: &Partnership) -> Letter {
    let (subject, words) = match with.state {
        PartnershipState::Left => (
            format!("{} has left your bid", with.organisation_name),
            "A partner has left your bid. A bid that you have submitted names it still, and whoever reads it will be told that it has left: submit again, without it.",
        ),
        PartnershipState::Invited
        | PartnershipState::Accepted
        | PartnershipState::Declined
        | PartnershipState::Withdrawn => (
            format!("{} bids without you", of.bid.supplier_name),
            "The supplier that had asked you to be a partner in its bid has taken that back, or has withdrawn its bid. You may bid for this lot on your own, or with others.",
        ),
    };
    joint(of, with, Letter::new("bid.partnership_ended", subject).says(words))
}

pub fn named_as_partner(of: BidInLot<'_>, with: &Partnership) -> Letter {
    let subject = format!("Submitted: a bid that names you as a partner, for {}", of.lot.title);
    let letter = Letter::new("bid.partner_named", subject)
        .says("Your partner has submitted the bid in which you are named. What your profile says today went with it under seal. You may leave the bid until bids close; you will hear of the decision.");
    joint(of, with, letter)
}

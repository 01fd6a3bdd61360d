//! Letters about decisions.

use super::{super::summaries::AssessmentSummary, model::Decision};
use crate::{
    opportunities::Lot,
    outbox::{Letter, Place},
};

fn about(lot: &Lot, letter: Letter) -> Letter {
    letter.fact("Opportunity", &lot.opportunity_title).fact("Lot", &lot.title)
}

pub fn to_settle(lot: &Lot, decision: &Decision) -> Letter {
    let letter = Letter::new("decision.to_settle", format!("To decide: {}", lot.title))
        .says("The chair of the panel has proposed a decision. An approver who neither proposed it nor marked the bids approves it, or sends it back with a note.");
    // The unmet conditions of a supplier are read with the proposal, by readers without a conflict.
    let letter = match decision.eligibility_notes.len() {
        0 => about(lot, letter),
        some => about(lot, letter).fact("Notes on what is not met", &some),
    };
    letter.link("Read the proposal", Place::Decision(&lot.id)).about(&lot.id)
}

pub fn rejected(lot: &Lot, decision: &Decision) -> Letter {
    let letter = Letter::new("decision.rejected", format!("Sent back: the decision on {}", lot.title))
        .says("An approver has not approved the decision that you proposed. The ranking stands; you may propose anew.")
        .fact("Note", &decision.settled_note.clone().unwrap_or_else(|| "none".to_owned()));
    about(lot, letter).link("See the ranking", Place::Ranking(&lot.id)).about(&lot.id)
}

pub fn decision(lot: &Lot, told: &AssessmentSummary, won: bool) -> Letter {
    let (subject, words) = if won {
        (
            "Your bid was successful",
            "Your bid has been chosen. The public body will be in touch about the contract; this letter is not one.",
        )
    } else {
        (
            "Your bid was not successful",
            "Thank you for your bid. It was not chosen this time; how it was marked, and why, is in your assessment summary.",
        )
    };
    let letter = Letter::new("award.decision", format!("{subject}: {}", lot.title)).says(words);
    let mut letter = about(lot, letter);
    if let Some(total) = told.total {
        letter = letter.fact("Your total out of 100", &total);
    }
    if let Some(reason) = &told.reason {
        letter = letter.fact("Not awardable because", reason);
    }
    for winner in &told.winners {
        let names = std::iter::once(&winner.supplier_name).chain(&winner.partner_names);
        let names = names.map(String::as_str).collect::<Vec<_>>().join(" with ");
        let words = format!("{names}, {} out of 100", winner.total);
        letter = letter.fact("Chosen", &words);
    }
    if told.winners.is_empty() {
        letter = letter.fact("Chosen", &"no bid");
    }
    letter
        .link("Read your assessment summary", Place::AssessmentSummary(&told.bid_id))
        .about(&told.bid_id)
}

/// The letter to a partner in a bid. The marks are in the letter to the lead.
pub fn decision_for_partner(lot: &Lot, lead: &str, won: bool) -> Letter {
    let (subject, words) = if won {
        (
            "A joint bid of yours was successful",
            "The bid in which your organisation is a partner has been chosen. The public body will be in touch with your lead about the contract; this letter is not one.",
        )
    } else {
        (
            "A joint bid of yours was not successful",
            "The bid in which your organisation is a partner was not chosen this time. How it was marked, and why, your lead can read.",
        )
    };
    let letter =
        Letter::new("award.decision_for_partner", format!("{subject}: {}", lot.title)).says(words);
    about(lot, letter)
        .fact("Leads the bid", &lead)
        .link("See the lot", Place::Lot(&lot.id))
        .about(&lot.id)
}

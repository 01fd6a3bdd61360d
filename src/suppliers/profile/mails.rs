//! Letters about profiles.

use super::model::Gap;
use crate::{
    kernel::Instant,
    organisations::Card,
    outbox::{Letter, Place},
};

/// Sections of a profile expire; the letter names places only, since a profile holds people and
/// figures.
pub fn runs_out(card: &Card, gaps: &[Gap]) -> Letter {
    let name = &card.name;
    let letter = Letter::new("profile.runs_out", format!("The profile of {name} needs renewal"))
        .says(format!("Each bid of {name} carries its profile as it stands at the submission. The sections below have expired or expire soon: renew them for your next bid."));
    let letter = gaps.iter().fold(letter, |letter, gap| {
        let until = gap.at.map(Instant::in_london).unwrap_or_default();
        letter.fact("In the profile", &format!("{} {} ({until})", gap.pointer, gap.detail))
    });
    letter.link("Open Guildhall", Place::Docs).about(&card.id)
}

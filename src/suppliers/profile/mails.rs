//! Letters about profiles.

use super::model::Gap;
use crate::{
    access::Organisation,
    kernel::{Id, Instant},
    outbox::Letter,
};

/// What a supplier has said runs out; places only, since people and figures stand in a profile.
pub fn runs_out(public_url: &str, (of, name): (Id<Organisation>, &str), gaps: &[Gap]) -> Letter {
    let letter = Letter::new("profile.runs_out", format!("The profile of {name} needs renewal"))
        .says(format!("Each bid of {name} carries its profile as it stands at the submission. The sections below have expired or expire soon: renew them for your next bid."));
    let letter = gaps.iter().fold(letter, |letter, gap| {
        let until = gap.at.map(Instant::in_london).unwrap_or_default();
        letter.fact("In the profile", &format!("{} {} ({until})", gap.pointer, gap.detail))
    });
    letter.link("Open Guildhall", format!("{public_url}/docs")).about(&of)
}

//! The letter before a capability runs out.

use super::model::Holding;
use crate::{
    capabilities::categories::model::{Category, CategoryState},
    outbox::{Letter, Place},
};

/// To owners and bidders, before the end.
pub fn runs_out(name: &str, category: &Category, holding: &Holding) -> Letter {
    let (title, link) = (&category.title, Place::Docs);
    let what_to_do = match category.state {
        CategoryState::Open => {
            "To renew it, apply again with evidence of today; what you hold stays until then."
        }
        CategoryState::Retired => "This category is retired: it cannot be renewed.",
    };
    Letter::new("capability.runs_out", format!("{title} expires soon"))
        .says(format!(
            "A capability is granted for two years. For {name} the capability {title} expires soon."
        ))
        .says(what_to_do)
        .fact("Good until", &holding.until.in_london())
        .link("Open Guildhall", link)
        .about(&holding.organisation)
}

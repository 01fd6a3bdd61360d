//! Letters about terms.

use super::model::Terms;
use crate::outbox::{Letter, Place};

/// To owners and bidders of suppliers.
pub fn published(terms: &Terms) -> Letter {
    Letter::new("terms.published", "The terms of Guildhall change")
        .says("A new version of the terms of this Guildhall has been published. Once it applies, no bid is submitted before somebody has accepted it for your organisation; you can do so now.")
        .fact("Version", &terms.version)
        .fact("Applies from", &terms.applies_from.in_london())
        .fact("What changes", &terms.changes)
        .link("Read the terms", Place::Terms(&terms.version))
}

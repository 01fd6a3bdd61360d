//! Events of mergers.

use super::model::Merger;
use crate::audit::Event;

pub fn about(what: &'static str, merger: &Merger) -> Event {
    Event::of(what, "organisation", &merger.from)
        .fact("merger", merger.id.to_string())
        .fact("into", merger.into.to_string())
}

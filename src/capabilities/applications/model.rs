//! A new application as values.

use crate::{
    audit::Event,
    capabilities::model::{Application, Evidence},
    kernel::Key,
};

/// A new application: the category, and evidence for its criteria.
#[derive(Debug, Clone)]
pub struct NewApplication {
    pub category: Key,
    pub evidence: Vec<Evidence>,
}

/// Of an application: whose it is and for what, never what it says.
pub fn about(what: &'static str, application: &Application) -> Event {
    Event::of(what, "capability_application", &application.id)
        .fact("organisation", application.organisation_id.to_string())
        .fact("category", application.category.as_str())
}

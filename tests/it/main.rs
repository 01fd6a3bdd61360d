//! Black-box tests: one binary, and in it a folder for each room of `src`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cognitive_complexity,
    clippy::disallowed_types,
    clippy::allow_attributes,
    reason = "a test may fail loudly, and the harness makes databases of its own"
)]

mod architecture;
mod access {
    mod fields;
    mod matrix;
    mod refusals;
}
mod accounts {
    mod addresses;
    mod administrators;
    mod factors;
    mod idleness;
    mod limits;
    pub mod passwords;
    mod registration;
    mod sessions;
}
mod api_keys {
    mod keys;
}
mod audit {
    mod log;
}
mod awards {
    mod contracts;
    mod decision;
}
mod bids {
    mod eligibility;
    mod joint_eligibility;
    mod partners;
    mod seal;
    mod submission;
}
mod capabilities {
    mod applications;
    mod assessment;
    mod categories;
    mod holding;
}
mod db {
    mod database;
    mod indexes;
}
mod evaluation {
    mod budgets;
    mod conflicts;
    mod panel;
}
mod http {
    mod intake;
}
mod identity_providers {
    mod signing_in;
}
mod mail_domains {
    mod claims;
}
mod opportunities {
    mod publication;
}
mod organisations {
    mod confirmation;
    mod identifiers;
    mod invitations;
    mod joining;
    mod members;
    mod record;
}
mod outbox {
    mod delivery;
}
mod oversight {
    mod grants;
}
mod privacy {
    pub mod archive;
    mod closure;
}
mod repository {
    pub mod ledger;
    mod licences;
    mod printed;
    mod references;
}
mod server {
    mod description;
    mod docs;
}
mod suppliers {
    mod directory;
    mod documents;
    mod profile;
    mod uploads;
}
mod terms {
    mod versions;
}
mod transparency {
    mod importing;
}
mod verification {
    mod merger;
    mod queue;
    mod suspension;
}
#[allow(dead_code, unused_imports, reason = "the stage is larger than today's stories")]
mod world;

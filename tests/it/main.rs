//! Black-box tests: one binary, one module per room.

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

mod accounts;
mod addresses;
mod architecture;
mod audit;
mod auditors;
mod awards;
mod bids;
mod capabilities;
mod confirmations;
mod conflicts;
mod contracts;
mod credentials;
mod db;
mod directory;
mod documents;
mod domains;
mod duties;
mod eligibility;
mod evaluation;
mod factors;
mod http;
mod identifiers;
mod idleness;
mod joining;
mod keys;
mod ledger;
mod licences;
mod mergers;
mod oidc;
mod openapi;
mod opportunities;
mod organisations;
mod outbox;
mod partners;
mod printed;
mod privacy;
mod refusals;
mod requests;
mod sealed;
mod sessions;
mod suppliers;
mod teams;
mod terms;
mod transparency;
mod verification;
mod walls;
#[allow(dead_code, unused_imports, reason = "the stage is larger than today's stories")]
mod world;

//! Guildhall: innovation challenges and lightweight procurement for public bodies.
//!
//! The rooms, lowest floor first; a room names only rooms that stand before it in this list
//! (`tests/it/architecture.rs` keeps that). Blank lines keep rustfmt from sorting them.

// Words of the trade: values that cannot be wrong. No I/O.
pub mod kernel;

// Who asks, what they may do, and the proof of it.
pub mod access;

// One connection type for two databases, and transactions that retry.
pub mod db;

// What every endpoint shares, written once.
pub mod http;

// The running application: settings, keys, seals, and how work reaches the database.
pub mod app;

// The append-only log, and the only door to a change.
pub mod audit;

// What nearly every operation is written with, in one import.
pub mod prelude;

// Mails: rendered in the transaction of their cause, delivered by a worker.
pub mod outbox;

// Files that people attach: what is taken, and where their content lies.
pub mod documents;

// People: registering, proving an address, signing in and out.
pub mod accounts;

// Public bodies and suppliers: identifiers, members and their roles.
pub mod organisations;

// API keys of members, and service accounts: the members that are programs.
pub mod api_keys;

// Domains of an organisation's addresses: claimed, proved, proved again each year.
pub mod mail_domains;

// The identity provider of an organisation, and signing in by it (OpenID Connect).
pub mod identity_providers;

// Verification: the queue, the administrators' verdicts, suspension, mergers.
pub mod verification;

// What auditors may read of public bodies, and what they have read.
pub mod oversight;

// What suppliers were assessed for: categories, applications with evidence, findings, what is held.
pub mod capabilities;

// Suppliers: what each says of itself, its documents, and the public directory.
pub mod suppliers;

// The terms of the platform: their versions, and who accepted them for an organisation.
pub mod terms;

// What public bodies publish: challenges, procurements, their lots.
pub mod opportunities;

// A supplier's answer to a lot: sealed until two officers open it.
pub mod bids;

// A panel assesses opened bids: each alone, then together.
pub mod evaluation;

// Decisions, and what suppliers are told.
pub mod awards;

// Open data, in: notices that other bodies have published.
pub mod transparency;

// Finding what is published.
pub mod search;

// What a person is told, inside Guildhall.
pub mod inbox;

// What a person may ask about themselves: all that is kept of them, and the end of their account.
pub mod privacy;

// All rooms put together.
pub mod server;

// The command line.
pub mod cli;

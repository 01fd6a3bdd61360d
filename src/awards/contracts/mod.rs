//! `POST /v1/lots/{id}/contracts` and `/v1/contracts/{contract_id}/details-publication`: contracts
//! that were signed after an award, and the publication of their details (notice UK7; ADR 0027).

pub(crate) mod api;
mod mails;
mod model;
mod policy;
mod publish;
mod read;
mod record;
mod store;

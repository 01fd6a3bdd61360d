//! All rooms put together: layers, routes, description.

mod docs;
mod health;
mod hourly;
mod layers;
mod links;
mod running;

use actix_web::web;
use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{
    accounts, api_keys, audit, awards, bids, capabilities, evaluation,
    http::{self, Operation},
    identity_providers, inbox, mail_domains, opportunities, organisations, oversight, privacy,
    search, suppliers, terms, verification,
};

pub use running::{Running, serve, start};

/// The operations of every room, in the order in which a request is held against their paths: what
/// is asked for most is first.
const ROOMS: &[&[&[Operation]]] = &[
    search::OPERATIONS,
    suppliers::OPERATIONS,
    opportunities::OPERATIONS,
    bids::OPERATIONS,
    evaluation::OPERATIONS,
    awards::OPERATIONS,
    inbox::OPERATIONS,
    accounts::OPERATIONS,
    organisations::OPERATIONS,
    verification::OPERATIONS,
    api_keys::OPERATIONS,
    mail_domains::OPERATIONS,
    identity_providers::OPERATIONS,
    oversight::OPERATIONS,
    capabilities::OPERATIONS,
    privacy::OPERATIONS,
    terms::OPERATIONS,
    audit::OPERATIONS,
    &[health::OPERATIONS],
];

/// Every operation that is served.
pub fn operations() -> Vec<&'static Operation> {
    ROOMS.iter().copied().flatten().copied().flatten().collect()
}

/// Every route that is served: the operations, and the pages beside them.
pub fn routes(config: &mut web::ServiceConfig) {
    http::route(config, &operations());
    docs::routes(config);
    links::routes(config);
}

/// The description of every operation, as `guildhall openapi` prints it.
pub fn openapi() -> OpenApi {
    let mut api = docs::Root::openapi();
    http::describe(&mut api, &operations());
    api
}

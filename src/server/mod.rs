//! All rooms put together: layers, routes, description.

mod docs;
mod health;
mod hourly;
mod layers;
mod links;
mod needs;
mod running;

use actix_web::web;
use utoipa::{OpenApi as _, openapi::OpenApi};

use crate::{
    access::Duty, accounts, api_keys, audit, awards, bids, capabilities, evaluation, http,
    identity_providers, inbox, mail_domains, opportunities, organisations, oversight, privacy,
    search, suppliers, terms, verification,
};

pub use docs::Pages;
pub use running::{Running, serve, start};

/// Every route that is served. They are tried in this order, so what is asked for most is first.
pub fn routes(config: &mut web::ServiceConfig) {
    search::api::routes(config);
    suppliers::api::routes(config);
    opportunities::api::routes(config);
    bids::api::routes(config);
    evaluation::api::routes(config);
    awards::api::routes(config);
    inbox::api::routes(config);
    accounts::api::routes(config);
    organisations::api::routes(config);
    verification::api::routes(config);
    api_keys::api::routes(config);
    mail_domains::api::routes(config);
    identity_providers::api::routes(config);
    oversight::api::routes(config);
    capabilities::api::routes(config);
    privacy::api::routes(config);
    terms::api::routes(config);
    audit::api::routes(config);
    health::routes(config);
    docs::routes(config);
    links::routes(config);
}

/// The description of every route under `/v1`, as `guildhall openapi` prints it.
pub fn openapi() -> OpenApi {
    let mut api = docs::Root::openapi();
    for room in [
        accounts::api::Description::openapi(),
        organisations::api::Description::openapi(),
        api_keys::api::Description::openapi(),
        mail_domains::api::Description::openapi(),
        identity_providers::api::Description::openapi(),
        oversight::api::Description::openapi(),
        capabilities::api::Description::openapi(),
        suppliers::api::Description::openapi(),
        verification::api::Description::openapi(),
        opportunities::api::Description::openapi(),
        search::api::Description::openapi(),
        bids::api::Description::openapi(),
        evaluation::api::Description::openapi(),
        awards::api::Description::openapi(),
        inbox::api::Description::openapi(),
        privacy::api::Description::openapi(),
        terms::api::Description::openapi(),
        audit::api::Description::openapi(),
        health::Description::openapi(),
    ] {
        api.merge(room);
    }
    http::standard_responses(&mut api);
    name_duties(&mut api);
    api
}

/// Says of each operation of administrators which duty it asks of them.
fn name_duties(api: &mut OpenApi) {
    let items = api.paths.paths.values_mut();
    let all = items.flat_map(|item| {
        [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete]
    });
    for operation in all.flatten() {
        let id = operation.operation_id.as_deref().unwrap_or_default();
        let duty = Duty::ALL.iter().find(|duty| duty.operations().contains(&id));
        if let Some(duty) = duty {
            let before = operation.description.take().unwrap_or_default();
            let said = format!("{before}\n\nOf administrators it asks the duty `{duty}`.");
            operation.description = Some(said.trim_start().to_owned());
        }
    }
}

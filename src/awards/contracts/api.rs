//! Contracts over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Contract, Signed},
    publish, read, record,
    views::{ContractView, ContractsOfLot},
};
use crate::{
    app::App,
    audit::{self, Call},
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Date, Faults, Id, Line, Money},
    opportunities::Lot,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/contracts")
                .route(web::get().to(list_contracts))
                .route(web::post().to(record_contract)),
        )
        .service(web::resource("/v1/contracts/{contract_id}").route(web::get().to(get_contract)))
        .service(
            web::resource("/v1/contracts/{contract_id}/details-publication")
                .route(web::post().to(publish_contract_details)),
        );
}

/// A signed contract.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewContract {
    /// A bid that was awarded.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    #[schema(example = "Drain sensors, 2026 to 2028")]
    pub title: Line<200>,
    /// Without value added tax.
    pub net: Money,
    /// With value added tax.
    pub gross: Money,
    pub signed_on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
}

fn created(of: &Contract) -> Answer {
    let location = format!("/v1/contracts/{}", of.id);
    Answer::created(&ContractView::from(of), location).version(of.version)
}

/// Record a contract
///
/// By an approver of the public body: the terms signed with the supplier of an awarded bid. One
/// contract for each bid; with the last contract the lot becomes `awarded`. The suppliers are told.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/contracts",
    operation_id = "record_contract",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewContract,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The contract", body = ContractView),
        (status = 409, description = "There is no award, or the bid already has a contract"),
    ),
)]
pub async fn record_contract(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewContract>,
) -> Reply {
    let lot = path.into_inner();
    let NewContract { bid_id: bid, title, net, gross, signed_on, starts_on, ends_on } = new;
    let signed = Signed { bid, title, net, gross, on: signed_on, starts_on, ends_on };
    let record = move |tx: &mut Tx<'_>, call: &Call| record::record(tx, call, lot, &signed);
    Ok(audit::act(&app, caller, record, created).await?)
}

/// List the contracts of a lot
///
/// Published contracts for everybody; the others for the public body, its auditors, and the
/// suppliers of each contract.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/contracts",
    operation_id = "list_contracts",
    tag = "awards",
    params(("id" = String, Path, format = "uuid")),
    responses((status = 200, description = "As many bids as the lot awards", body = ContractsOfLot)),
)]
pub async fn list_contracts(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let found =
        audit::read_openly(&app, caller, move |db, actor| read::of_lot(db, actor, lot)).await?;
    Ok(Answer::ok(&ContractsOfLot { items: found.iter().map(ContractView::from).collect() }))
}

/// Get a contract
///
/// Public once its details are published. Before that for members of the public body (except those
/// with a conflict of interest with a bidder), its auditors, and the suppliers of the contract.
#[utoipa::path(
    get,
    path = "/v1/contracts/{contract_id}",
    operation_id = "get_contract",
    tag = "awards",
    params(("contract_id" = String, Path, format = "uuid")),
    responses((status = 200, description = "The contract", body = ContractView)),
)]
pub async fn get_contract(app: Data<App>, caller: Caller, path: Path<Id<Contract>>) -> Reply {
    let id = path.into_inner();
    let found =
        audit::read_openly(&app, caller, move |db, actor| read::read(db, actor, id)).await?;
    // A merger gives it another buyer.
    Ok(Answer::ok(&ContractView::from(&found)).version_in(found.version, found.buyer.as_str()))
}

/// Publish the details of a contract
///
/// By an approver other than the one who recorded the contract. A notifiable contract (30,000
/// pounds or more including VAT) is refused until every supplier has a Public Procurement
/// Organisation Number (PPON).
#[utoipa::path(
    post,
    path = "/v1/contracts/{contract_id}/details-publication",
    operation_id = "publish_contract_details",
    tag = "awards",
    params(("contract_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The contract, which is now public", body = ContractView),
        (status = 409, description = "The details are already published, or `ppon-missing` with the suppliers"),
    ),
)]
pub async fn publish_contract_details(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Contract>>,
) -> Reply {
    let id = path.into_inner();
    let publish = move |tx: &mut Tx<'_>, call: &Call| publish::publish_details(tx, call, id);
    Ok(audit::act(&app, caller, publish, created).await?)
}

//! Contracts over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Contract, Signed},
    publish, read, record,
    views::{ContractView, ContractsOfLot},
};
use crate::{
    audit::Call,
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Reply},
    kernel::{Date, Faults, Id, Line, Money},
    opportunities::Lot,
};
use crate::{http::prelude::*, prelude::*};

operations! { "awards":
    /// Record a contract
    ///
    /// By an approver of the public body: the terms signed with the supplier of an awarded bid. One
    /// contract for each bid; with the last contract the lot becomes `awarded`. The suppliers are told.
    post "/v1/lots/{id}/contracts" record_contract =
        signed_in().takes::<NewContract>().versioned().gives::<ContractView>(201, "The contract")
            .says(409, "There is no award, or the bid already has a contract")
            .row("docef", "------ -- nnyn ---");

    /// List the contracts of a lot
    ///
    /// Published contracts for everybody; the others for the public body, its auditors, and the
    /// suppliers of each contract.
    get "/v1/lots/{id}/contracts" list_contracts =
        public().key(Scope::AwardsRead)
            .gives::<ContractsOfLot>(200, "As many bids as the lot awards")
            .row("d", "------ -- ----").row("ocef", "yyyyyy yy yyyy yyy");

    /// Get a contract
    ///
    /// Public once its details are published. Before that for members of the public body (except those
    /// with a conflict of interest with a bidder), its auditors, and the suppliers of the contract.
    get "/v1/contracts/{contract_id}" get_contract =
        public().key(Scope::AwardsRead).versioned().gives::<ContractView>(200, "The contract")
            .row("f", "---y-y yy yyyy ---");

    /// Publish the details of a contract
    ///
    /// By an approver other than the one who recorded the contract. A notifiable contract (30,000
    /// pounds or more including VAT) is refused until every supplier has a Public Procurement
    /// Organisation Number (PPON).
    post "/v1/contracts/{contract_id}/details-publication" publish_contract_details =
        signed_in().versioned().gives::<ContractView>(201, "The contract, which is now public")
            .says(409, "The details are already published, or `ppon-missing` with the suppliers")
            .row("f", "---n-n nn nnyn ---");
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

async fn record_contract(
    request: Request,
    path: Path<Id<Lot>>,
    Body(new): Body<NewContract>,
) -> Reply {
    let lot = path.into_inner();
    let NewContract { bid_id: bid, title, net, gross, signed_on, starts_on, ends_on } = new;
    let signed = Signed { bid, title, net, gross, on: signed_on, starts_on, ends_on };
    let record = move |tx: &mut Tx<'_>, call: &Call| record::record(tx, call, lot, &signed);
    request.act(record, created).await
}

async fn list_contracts(request: Request, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let found = request.read(move |db, actor| read::of_lot(db, actor, lot)).await?;
    Ok(Answer::ok(&ContractsOfLot { items: found.iter().map(ContractView::from).collect() }))
}

async fn get_contract(request: Request, path: Path<Id<Contract>>) -> Reply {
    let id = path.into_inner();
    let found = request.read(move |db, actor| read::read(db, actor, id)).await?;
    // A merger gives it another buyer.
    Ok(Answer::ok(&ContractView::from(&found)).version_in(found.version, found.buyer.as_str()))
}

async fn publish_contract_details(request: Request, path: Path<Id<Contract>>) -> Reply {
    let id = path.into_inner();
    let publish = move |tx: &mut Tx<'_>, call: &Call| publish::publish_details(tx, call, id);
    request.act(publish, created).await
}

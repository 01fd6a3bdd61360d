//! Contracts over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Contract, ContractsOfLot, Signed},
    publish::publish_details,
    read,
    record::record,
};
use crate::{bids::Bid, http::prelude::*, kernel::Date, opportunities::Lot, prelude::*};

operations! { "awards":
    /// Record a contract
    ///
    /// By an approver of the public body: the terms signed with the supplier of an awarded bid. One
    /// contract for each bid; with the last contract the lot becomes `awarded`. The suppliers are told.
    post "/v1/lots/{id}/contracts" record_contract =
        signed_in().takes::<NewContract>().versioned().gives::<Contract>(201, "The contract")
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
        public().key(Scope::AwardsRead).versioned().gives::<Contract>(200, "The contract")
            .row("f", "---y-y yy yyyy ---");

    /// Publish the details of a contract
    ///
    /// By an approver other than the one who recorded the contract. A notifiable contract (30,000
    /// pounds or more including VAT) is refused until every supplier has a Public Procurement
    /// Organisation Number (PPON).
    post "/v1/contracts/{contract_id}/details-publication" publish_contract_details =
        signed_in().versioned().gives::<Contract>(201, "The contract, which is now public")
            .says(409, "The details are already published, or `ppon-missing` with the suppliers")
            .row("f", "---n-n nn nnyn ---");
}

/// A signed contract.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewContract {
    /// The id of an awarded bid.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    /// The title of the contract.
    #[schema(example = "Drain sensors, 2026 to 2028")]
    pub title: Line<200>,
    /// The value without value added tax.
    pub net: Money,
    /// The value with value added tax.
    pub gross: Money,
    /// The day of the signature.
    pub signed_on: Date,
    /// The first day of the contract.
    pub starts_on: Date,
    /// The last day of the contract.
    pub ends_on: Date,
}

fn created(made: &Contract) -> Answer {
    Answer::created(made, format!("/v1/contracts/{}", made.id)).version(made.version)
}

async fn record_contract(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(new): Body<NewContract>,
) -> Reply {
    let NewContract { bid_id: bid, title, net, gross, signed_on, starts_on, ends_on } = new;
    let signed = Signed { bid, title, net, gross, on: signed_on, starts_on, ends_on };
    request.act(move |tx, call| record(tx, call, *lot, &signed), created).await
}

async fn list_contracts(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let items = request.read(move |db, actor| read::of_lot(db, actor, *lot)).await?;
    Ok(Answer::ok(&ContractsOfLot { items }))
}

async fn get_contract(request: Request, id: Path<Id<Contract>>) -> Reply {
    let found = request.read(move |db, actor| read::read(db, actor, *id)).await?;
    // A merger gives it another buyer.
    Ok(Answer::ok(&found).version_in(found.version, found.buyer_id.as_str()))
}

async fn publish_contract_details(request: Request, id: Path<Id<Contract>>) -> Reply {
    request.act(move |tx, call| publish_details(tx, call, *id), created).await
}

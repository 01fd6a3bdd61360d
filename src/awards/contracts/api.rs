//! Contracts over HTTP.

use actix_web::web::Path;

use super::{
    model::{Contract, ContractsOfLot, Signed},
    publish::publish_details,
    read,
    record::record,
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "awards":
    /// Record a contract
    ///
    /// By an approver of the public body: the terms signed with the supplier of an awarded bid. One
    /// contract for each bid; with the last contract the lot becomes `awarded`. The suppliers are told.
    post "/v1/lots/{id}/contracts" record_contract =
        signed_in().takes::<Signed>().versioned().gives::<Contract>(201, "The contract")
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

fn created(made: &Contract) -> Answer {
    Answer::created(made, format!("/v1/contracts/{}", made.id)).version(made.version)
}

async fn record_contract(
    request: Request,
    lot: Path<Id<Lot>>,
    Body(signed): Body<Signed>,
) -> Reply {
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

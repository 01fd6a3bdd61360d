//! The partners of a bid for its lead, and the partnerships of a supplier for its members.

use super::{
    super::{model::Bid, policy::ListOwnBids, store},
    model::PartnershipInBid,
    policy::ListPartners,
    store as partner_store,
};
use crate::{
    http::{Page, PageOf},
    prelude::*,
};

/// A bid with every supplier that was asked to be a partner in it.
pub fn of_bid(db: &mut Db, actor: &Actor, id: Id<Bid>) -> Result<Bid, Fault> {
    match store::load(db, id)?.open::<ListPartners>(actor) {
        Ok((_, bid)) => Ok(bid),
        Err(No::Hidden) => Err(store::hidden(db, id)),
        Err(no) => Err(no.into()),
    }
}

/// A page of the partnerships of one supplier.
#[derive(Debug, Clone)]
pub struct OwnPartnerships {
    pub supplier: Id<Organisation>,
    pub page: PageOf,
}

/// The partnerships of a supplier in other suppliers' bids, newest first.
pub fn of_supplier(
    db: &mut Db,
    actor: &Actor,
    asked: &OwnPartnerships,
) -> Result<Page<PartnershipInBid>, Fault> {
    let found = store::load_supplier(db, asked.supplier)?;
    let (_, supplier) = found.open::<ListOwnBids>(actor)?;
    let rows = partner_store::of_organisation(db, supplier.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}

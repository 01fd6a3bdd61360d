//! Reading opportunities and lots.

use super::{
    imported::winners_of,
    lots::{self, Lot},
    model::Opportunity,
    policy::Read,
    store,
    views::FullOpportunity,
};
use crate::prelude::*;

/// An opportunity with its lots.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Opportunity>) -> Result<FullOpportunity, Fault> {
    let (_, opportunity) = store::load(db, id)?.open::<Read>(actor)?;
    let lots = lots::lots_of(db, id)?;
    let imported = opportunity.source.is_some();
    let winners = if imported { winners_of(db, id)? } else { Vec::new() };
    Ok(FullOpportunity { opportunity, lots, winners })
}

/// A lot, and its opportunity.
#[derive(Debug, Clone)]
pub struct FullLot {
    pub lot: Lot,
    pub within: FullOpportunity,
}

/// A lot for those who may read its opportunity.
pub fn read_lot(db: &mut Db, actor: &Actor, id: Id<Lot>) -> Result<FullLot, Fault> {
    let lot = lots::find_lot(db, id)?.ok_or(No::Hidden)?;
    Ok(FullLot { within: read(db, actor, lot.opportunity)?, lot })
}

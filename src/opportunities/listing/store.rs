//! Opportunities in lists: only the columns that a list shows are read.

use diesel::prelude::*;

use crate::{
    db::{
        MoneyColumns, natively, one_of,
        schema::{lots, opportunities},
    },
    opportunities::{
        lots::{Lot, LotState, Phase},
        model::{Opportunity, OpportunityKind, OpportunityState, OpportunityStatus},
    },
    prelude::*,
};

/// An opportunity as a list shows it. Codes stay the JSON that they are stored as.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = opportunities)]
pub struct Listed {
    pub number: i64,
    pub id: Id<Opportunity>,
    pub organisation_id: Id<Organisation>,
    pub buyer_name: String,
    pub kind: OpportunityKind,
    state: OpportunityState,
    pub title: String,
    pub summary: String,
    pub cpv: String,
    pub regions: String,
    pub themes: String,
    pub published_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    pub version: i64,
}

impl Listed {
    pub fn status(&self, now: Instant) -> OpportunityStatus {
        self.state.at(self.closes_at, now)
    }
}

/// A lot as a list shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = lots)]
pub struct ListedLot {
    pub id: Id<Lot>,
    pub opportunity_id: Id<Opportunity>,
    state: LotState,
    pub title: String,
    #[diesel(select_expression = (lots::value_minor, lots::currency))]
    #[diesel(deserialize_as = MoneyColumns)]
    pub value: Option<Money>,
    pub submissions_close_at: Option<Instant>,
}

impl ListedLot {
    pub fn phase(&self, now: Instant) -> Phase {
        self.state.at(self.submissions_close_at, now)
    }
}

/// Several by their numbers, in no order.
pub fn load_listed(db: &mut Db, numbers: &[i64]) -> Result<Vec<Listed>, Fault> {
    Ok(natively!(db, c => opportunities::table
        .filter(one_of(opportunities::number, numbers))
        .select(Listed::as_select())
        .load(c))?)
}

/// The lots of several opportunities, in their order. One statement.
pub fn listed_lots(db: &mut Db, of: &[Id<Opportunity>]) -> Result<Vec<ListedLot>, Fault> {
    Ok(natively!(db, c => lots::table
        .filter(one_of(lots::opportunity_id, of))
        .order((lots::opportunity_id, lots::position))
        .select(ListedLot::as_select())
        .load(c))?)
}

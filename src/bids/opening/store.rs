//! Rows of approvals of an opening.

use diesel::prelude::*;

use super::{
    super::{model::BidState, partners},
    model::LotForOpening,
};
use crate::{
    db::schema::{bids, opening_approvals, panel_members},
    opportunities::{self, Lot},
    organisations,
    prelude::*,
};

/// A lot with the approvals of its opening since `since`, and its bidders.
pub fn load_for_opening(
    db: &mut Db,
    lot: Id<Lot>,
    since: Instant,
    now: Instant,
) -> Result<Guarded<LotForOpening>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.ok_or(No::Hidden)?;
    if lot.state == opportunities::LotState::Draft {
        return Err(No::Hidden.into());
    }
    // Once a lot is open there is nothing left to approve.
    let approved_by: Vec<Id<User>> = match lot.opened_at {
        Some(_) => Vec::new(),
        None => approvals(db, lot.id, since)?.into_iter().map(|(user, _)| user).collect(),
    };
    // Both hold the role at the commit (SAFETY D11): an approval ends with it.
    let openers = organisations::addressees(db, lot.organisation, &[Role::Opener], now)?;
    let approved_by = approved_by
        .into_iter()
        .filter(|user| openers.iter().any(|opener| opener.user == Some(*user)))
        .collect();
    let mut suppliers: Vec<Id<Organisation>> = bids::table
        .filter(bids::lot_id.eq(lot.id).and(bids::state.ne(BidState::Withdrawn)))
        .select(bids::organisation_id)
        .load(db)?;
    suppliers.extend(partners::of_lot(db, lot.id)?);
    Ok(Guarded::new(LotForOpening { lot, approved_by, suppliers }))
}

/// The approvals of an opening since an instant: the opener, and when.
pub fn approvals(
    db: &mut Db,
    lot: Id<Lot>,
    since: Instant,
) -> Result<Vec<(Id<User>, Instant)>, Fault> {
    Ok(opening_approvals::table
        .filter(opening_approvals::lot_id.eq(lot).and(opening_approvals::approved_at.ge(since)))
        .order(opening_approvals::approved_at.desc())
        .select((opening_approvals::user_id, opening_approvals::approved_at))
        .load(db)?)
}

pub fn insert_approval(tx: &mut Tx<'_>, lot: &Lot, by: Id<User>, at: Instant) -> Result<(), Fault> {
    diesel::insert_into(opening_approvals::table)
        .values((
            opening_approvals::id.eq(Id::<Period>::new()),
            opening_approvals::lot_id.eq(lot.id),
            opening_approvals::user_id.eq(by),
            opening_approvals::organisation_id.eq(lot.organisation),
            opening_approvals::approved_at.eq(at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// People on the panel of a lot, for letters.
pub fn panel_of(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<User>>, Fault> {
    Ok(panel_members::table
        .filter(panel_members::lot_id.eq(lot))
        .select(panel_members::user_id)
        .load(db)?)
}

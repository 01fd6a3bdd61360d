//! The end of a lot before its award.

use super::{
    mails::{self, tell},
    model::{CannotAmend, Lot},
    policy::Cancel,
    states::Move,
    store,
};
use crate::{db::Lock, prelude::*};

/// Ends a lot for good, with a reason; bidders and interested suppliers are told.
pub fn cancel(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Lot>,
    reason: &Text<2_000>,
) -> Result<Recorded<Lot>, Fault> {
    tx.db().lock_lot(id.as_str(), Lock::Whole)?;
    let (may, lot) = store::load_lot(tx.db(), id)?.open::<Cancel>(&call.actor)?;
    call.saw(lot.version)?;
    lot.runs_here()?;
    if store::is_signed_for(tx.db(), id)? {
        return Err(CannotAmend::Signed.into());
    }
    tell(tx, call, &lot, &mails::cancelled(&lot, reason.as_str()))?;
    let moved = store::move_lot(tx, &lot, Move::Cancel, call.at, Some(reason.as_str()))?;
    let event = Event::over("lot.cancelled", &moved).fact("reason", reason.as_str());
    audit::record(tx, call, &may, event, moved)
}

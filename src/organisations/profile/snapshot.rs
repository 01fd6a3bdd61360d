//! A profile as it is when a bid is submitted, for the bid's sealed content (RULES 98).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{store, views};
use crate::{
    access::Organisation,
    db::{Db, Fault},
    kernel::{Id, Instant},
    organisations::{self as room, model::Stored},
};

/// A supplier with its statements, as JSON that is never read into types again: what was sealed
/// opens for as long as the bid is kept, however our rules for statements change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Snapshot(Value);

/// The supplier as it is now.
pub fn snapshot(db: &mut Db, of: Id<Organisation>, now: Instant) -> Result<Snapshot, Fault> {
    let supplier: Stored = room::store::find(db, of)?;
    let profile = store::profile(db, of)?;
    let view = views::snapshot(&supplier, &profile, now);
    serde_json::to_value(view).map(Snapshot).map_err(|error| Fault::corrupt(&error))
}

//! `/v1/api-keys/{key_id}` and its `/rotation`: the end of a key, at once or with a new key in its
//! place.

use super::{
    making,
    model::{CannotKey, IssuedKey, StoredKey},
    policy::{RevokeKey, RotateKey},
    store,
};
use crate::{access::ApiKey, prelude::*};

/// How long the old key stays valid after a rotation that does not say.
const USUAL_OVERLAP: Period = Period::days(1);
const LONGEST_OVERLAP: Period = Period::days(30);

/// Makes a key in the place of another, which stays valid for the overlap.
pub fn rotate(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<ApiKey>,
    overlap: Option<Period>,
) -> Result<Recorded<IssuedKey>, Fault> {
    let (may, old) = store::load(tx.db(), id)?.open::<RotateKey>(&call.actor)?;
    if old.revoked_at.is_some() || old.expires_at <= call.at {
        return Err(CannotKey::Over.into());
    }
    let overlap = overlap.unwrap_or(USUAL_OVERLAP);
    if overlap < Period::seconds(0) || overlap > LONGEST_OVERLAP {
        let mut faults = Faults::new();
        faults.add("/overlap", "overlap", "give a period of at most P30D");
        faults.none()?;
    }
    let life = Period::seconds((old.expires_at.seconds() - old.made_at.seconds()).max(1));
    store::shorten(tx, &old, old.expires_at.min(call.at.plus(overlap)))?;
    let next = StoredKey {
        id: Id::new(),
        made_by: call.actor.user().unwrap_or(old.made_by),
        made_at: call.at,
        expires_at: call.at.plus(life),
        used_at: None,
        ..old.clone()
    };
    let issued = making::keep(tx, call, next)?;
    let event =
        Event::of("api_key.rotated", "api_key", &old.id).fact("next", issued.key.id.to_string());
    audit::record(tx, call, &may, event, issued)
}

/// Ends a key at once.
pub fn revoke(tx: &mut Tx<'_>, call: &Call, id: Id<ApiKey>) -> Result<Recorded<()>, Fault> {
    let (may, key) = store::load(tx.db(), id)?.open::<RevokeKey>(&call.actor)?;
    store::revoke(tx, &key, call.at)?;
    audit::record(tx, call, &may, Event::of("api_key.revoked", "api_key", &id), ())
}

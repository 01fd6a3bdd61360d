//! `DELETE /v1/api-keys/{key_id}`: the end of a key.

use super::{policy::RevokeKey, store};
use crate::{access::ApiKey, prelude::*};

/// Ends a key at once.
pub fn revoke(tx: &mut Tx<'_>, call: &Call, id: Id<ApiKey>) -> Result<Recorded<()>, Fault> {
    let (may, key) = store::load(tx.db(), id)?.open::<RevokeKey>(&call.actor)?;
    store::revoke(tx, &key, call.at)?;
    audit::record(tx, call, &may, Event::of("api_key.revoked", "api_key", &id), ())
}

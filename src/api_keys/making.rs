//! `/v1/organisations/{id}/api-keys`: a member makes a key, for themselves or for a program.

use super::{
    mails,
    model::{CannotKey, IssuedKey, NewKey, StoredKey},
    policy::MakeKey,
    store,
};
use crate::{
    accounts::{self, KeyText},
    outbox,
    prelude::*,
};

/// The life of a key for which no end is asked.
const USUAL_LIFE: Period = Period::days(90);
const LONGEST_LIFE: Period = Period::days(366);
/// Keys of one member that are valid at a time.
const MOST_KEYS: i64 = 20;

/// Makes a key. Its owner, or the owner of its program, is told by mail.
pub fn make(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewKey,
) -> Result<Recorded<IssuedKey>, Fault> {
    let by = call.person()?;
    let holder = store::holder(tx.db(), of, new.holder.unwrap_or(by))?;
    let (may, holder) = holder.open::<MakeKey>(&call.actor)?;
    let expires_at = expiry(new, call.at)?;
    if store::count(tx.db(), &holder, call.at)? >= MOST_KEYS {
        return Err(CannotKey::Many.into());
    }
    let made = StoredKey {
        id: Id::new(),
        holder,
        made_by: by,
        name: new.name.as_str().to_owned(),
        hint: String::new(),
        scopes: new.scopes.clone(),
        networks: new.networks.clone(),
        made_at: call.at,
        expires_at,
        used_at: None,
        revoked_at: None,
    };
    let issued = keep(tx, call, made)?;
    let made = &issued.key;
    let words: Vec<&str> = made.scopes.iter().map(|scope| scope.as_str()).collect();
    let event = Event::of("api_key.made", "api_key", &made.id)
        .fact("user", made.holder.user.to_string())
        .fact("scopes", words);
    audit::record(tx, call, &may, event, issued)
}

/// When a key ends; tells everything that is wrong with what was asked for.
fn expiry(new: &NewKey, now: Instant) -> Result<Instant, Faults> {
    let expires_at = new.expires_at.unwrap_or(now.plus(USUAL_LIFE));
    let mut faults = Faults::new();
    if new.scopes.is_empty() {
        faults.add("/scopes", "empty", "give at least one scope");
    }
    if expires_at <= now || expires_at > now.plus(LONGEST_LIFE) {
        faults.add("/expires_at", "expiry", "give an instant within the next 366 days");
    }
    faults.none().map(|()| expires_at)
}

/// Stores a key with the hash of its text, and writes to the member who made it.
pub fn keep(tx: &mut Tx<'_>, call: &Call, made: StoredKey) -> Result<IssuedKey, Fault> {
    let text = KeyText::generate()?;
    let made = StoredKey { hint: text.hint(), ..made };
    store::insert(tx, &made, &hex::encode(text.hash()))?;
    let to = accounts::addressee(tx.db(), made.made_by)?;
    let letter = mails::key_made(&made);
    outbox::send(tx, call, &to, &letter)?;
    Ok(IssuedKey { key: made, text })
}

//! `/v1/me/passkeys`: passkeys are added and removed.

use webauthn_rs::prelude::Passkey;

use super::{
    ceremonies::{self, Passkeys},
    model::{Challenge, ChallengeFor, ChallengePurpose, NewPasskey, StoredPasskey, credential_id},
    policy::RemovePasskey,
    store,
};
use crate::{
    accounts::{
        factors::{
            changes::{changed, first_codes, mine, removed},
            mails,
            model::{CannotEnrol, Factor, WrongProof},
            policy::ManageFactors,
            recovery_codes::model::Codes,
        },
        sessions::model::no_session,
        store as accounts,
    },
    app::App,
    outbox,
    prelude::*,
};

/// More passkeys than this nobody needs.
const MOST: usize = 10;

/// Takes a passkey away.
pub fn remove_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Passkey>,
) -> Result<Recorded<()>, Fault> {
    let (may, key) = store::load_passkey(tx.db(), id)?.open::<RemovePasskey>(&call.actor)?;
    let (_, account) = mine(tx, call)?;
    store::delete_passkey(tx, key.id)?;
    removed(tx, call, &account, Factor::Passkey)?;
    let event = Event::of("user.passkey_removed", "user", &account.id);
    audit::record(tx, call, &may, event.fact("passkey", id.to_string()), ())
}

/// The challenge with which a browser makes a passkey.
pub fn passkey_challenge(
    db: &mut Db,
    actor: &Actor,
    app: &App,
    now: Instant,
    all: &Passkeys,
) -> Result<Challenge, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let (_, account) = accounts::load(db, user)?.open::<ManageFactors>(actor)?;
    let keys = store::passkeys_of(db, user)?;
    if keys.len() >= MOST {
        return Err(CannotEnrol::Many.into());
    }
    let keys: Vec<_> = keys.into_iter().map(|stored| stored.key).collect();
    all.begin_registration(app, now, &account, &keys)
}

/// Keeps a passkey that a browser has made.
pub fn add_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    new: &NewPasskey,
    all: &Passkeys,
) -> Result<Recorded<(StoredPasskey, Codes)>, Fault> {
    let (may, account) = mine(tx, call)?;
    let challenged = ChallengeFor { purpose: ChallengePurpose::Register, user: Some(account.id) };
    let ours = ceremonies::answered(&call.app, call.at, challenged, &new.challenge)?;
    let key = all.finish_registration(&ours, &new.credential)?.ok_or(WrongProof)?;
    if !store::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Err(WrongProof.into());
    }
    if store::passkeys_of(tx.db(), account.id)?.len() >= MOST {
        return Err(CannotEnrol::Many.into());
    }
    if store::passkey_called(tx.db(), &credential_id(key.cred_id()))?.is_some() {
        return Err(CannotEnrol::Known.into());
    }
    let codes = first_codes(tx, account.id)?;
    let name = new.name.as_str().to_owned();
    let made = StoredPasskey {
        id: Id::new(),
        user: account.id,
        key,
        name,
        added_at: call.at,
        used_at: None,
    };
    store::insert_passkey(tx, &made)?;
    changed(tx, call, &account, true)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    let letter = mails::factor_added(Factor::Passkey);
    outbox::send(tx, call, &to, &letter)?;
    let event = Event::of("user.passkey_added", "user", &account.id);
    audit::record(tx, call, &may, event.fact("passkey", made.id.to_string()), (made, codes))
}

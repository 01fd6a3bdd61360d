//! Rules of API keys and service accounts.

use super::model::{Holder, StoredKey};
use crate::{
    organisations::{OWNERS, Stored},
    prelude::*,
};

/// An owner gives a program a place of its own.
pub struct MakeServiceAccount;

impl Rule for MakeServiceAccount {
    const NAME: &'static str = "service_account.make";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// A member makes keys for themselves, an owner for the programs of the organisation: no key acts
/// as a person other than its maker.
fn may_hold(actor: &Actor, holder: &Holder) -> Verdict {
    let of = holder.organisation;
    if actor.user() == Some(holder.user) && actor.is_member(of) && !actor.has_lapsed(of) {
        return Ok(As::Organisation(of));
    }
    let yes = actor.needs(&[Role::Owner], of, OWNERS)?;
    if holder.is_program() {
        Ok(yes)
    } else {
        Err(No::SamePerson("only the person can create a key for themselves"))
    }
}

pub struct MakeKey;

impl Rule for MakeKey {
    const NAME: &'static str = "api_key.make";
    const FRESH: bool = true;
    type On = Holder;

    fn check(actor: &Actor, holder: &Holder) -> Verdict {
        may_hold(actor, holder)
    }
}

pub struct RotateKey;

impl Rule for RotateKey {
    const NAME: &'static str = "api_key.rotate";
    const FRESH: bool = true;
    type On = StoredKey;

    fn check(actor: &Actor, key: &StoredKey) -> Verdict {
        may_hold(actor, &key.holder)
    }
}

/// A member revokes their own keys; an owner any key of the organisation.
pub struct RevokeKey;

impl Rule for RevokeKey {
    const NAME: &'static str = "api_key.revoke";
    type On = StoredKey;

    fn check(actor: &Actor, key: &StoredKey) -> Verdict {
        let of = key.holder.organisation;
        if actor.user() == Some(key.holder.user) && actor.is_member(of) {
            return Ok(As::Organisation(of));
        }
        actor.needs(&[Role::Owner], of, OWNERS).map_err(|_cause| No::Hidden)
    }
}

/// Members list their own keys, owners all of them.
pub struct ReadKeys;

impl Rule for ReadKeys {
    const NAME: &'static str = "api_key.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_membership(organisation.id)
    }
}

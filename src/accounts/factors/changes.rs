//! Steps that every change of factors shares: whose they are, what ends with it, who is told.

use super::{
    mails,
    model::{CannotEnrol, Factor},
    policy::ManageFactors,
    recovery_codes::{
        model::{Codes, RecoveryCode},
        store as recovery_codes,
    },
    store,
};
use crate::{
    access::Permit,
    accounts::{
        model::Account,
        sessions::{model::no_session, store as sessions},
        store as accounts,
    },
    outbox,
    prelude::*,
};

pub fn mine(tx: &mut Tx<'_>, call: &Call) -> Result<(Permit<ManageFactors>, Account), Fault> {
    let user = call.actor.user().ok_or_else(no_session)?;
    Ok(accounts::load(tx.db(), user)?.open::<ManageFactors>(&call.actor)?)
}

pub fn first_codes(tx: &mut Tx<'_>, user: Id<User>) -> Result<Codes, Fault> {
    if store::has_factor(tx.db(), user)? { Ok(None) } else { fresh_codes(tx, user).map(Some) }
}

pub fn fresh_codes(tx: &mut Tx<'_>, user: Id<User>) -> Result<Vec<RecoveryCode>, Fault> {
    let codes: Result<Vec<_>, _> =
        (0..RecoveryCode::MANY).map(|_| RecoveryCode::generate()).collect();
    let codes = codes?;
    recovery_codes::replace_codes(tx, user, &codes)?;
    Ok(codes)
}

/// After factors came or went: other sessions end, and this one has just been proved (SAFETY E4).
pub fn changed(tx: &mut Tx<'_>, call: &Call, account: &Account, strong: bool) -> Result<(), Fault> {
    store::delete_steps_of(tx, account.id)?;
    sessions::end_all(tx, account.id, call.actor.session, call.at)?;
    match call.actor.session {
        Some(session) => sessions::prove_session(tx, session, strong, call.at),
        None => Ok(()),
    }
}

/// A person whose roles require a second factor keeps one; recovery codes go with the last factor.
pub fn removed(tx: &mut Tx<'_>, call: &Call, account: &Account, gone: Factor) -> Result<(), Fault> {
    let left = store::has_factor(tx.db(), account.id)?;
    if !left && call.actor.needs_second_factor() {
        return Err(CannotEnrol::Last.into());
    }
    if !left {
        store::delete_all(tx, account.id)?;
    }
    changed(tx, call, account, left)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &mails::factor_removed(gone))
}

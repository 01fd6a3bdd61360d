//! `PUT /v1/administrators/{user_id}/duties` and `guildhall admin duties`: what each administrator is
//! there for (ADR 0024).

use super::{
    mails,
    policy::{ChangeDuties, SetDuties},
    store,
};
use crate::{
    access::{Duties, Permit},
    accounts::{model::Account, store as accounts},
    kernel::Email,
    outbox::{self, Addressee},
    prelude::*,
};

/// Gives an administrator these duties and no others. An administrator who gives duties always
/// remains: the actor has that duty in this transaction, and administrators cannot change their own.
pub fn change(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    duties: Duties,
) -> Result<Recorded<Account>, Fault> {
    let (may, account) = store::load(tx.db(), id)?.open::<ChangeDuties>(&call.actor)?;
    call.saw(account.version)?;
    put(tx, call, &may, &account, duties)
}

/// Gives duties by the operator, who needs no administrator for it.
pub fn set(
    tx: &mut Tx<'_>,
    call: &Call,
    email: &Email,
    duties: Duties,
) -> Result<Recorded<Account>, Fault> {
    let id = accounts::find_by_email(tx.db(), email.as_str())?.ok_or(No::Hidden)?;
    let (may, account) = store::load(tx.db(), id)?.open::<SetDuties>(&call.actor)?;
    put(tx, call, &may, &account, duties)
}

fn put<R: Rule>(
    tx: &mut Tx<'_>,
    call: &Call,
    may: &Permit<R>,
    account: &Account,
    duties: Duties,
) -> Result<Recorded<Account>, Fault> {
    let changed = accounts::update(tx, Account { duties, ..account.clone() })?;
    let letter = mails::duties_changed(&account.duties, &changed.duties);
    outbox::send(tx, call, &addressee(account), &letter)?;
    let event = Event::of("user.duties_changed", "user", &account.id)
        .versions(account.version, changed.version)
        .fact("duties_before", account.duties.words())
        .fact("duties", changed.duties.words());
    audit::record(tx, call, may, event, changed)
}

fn addressee(account: &Account) -> Addressee {
    let Account { id, email, full_name, .. } = account.clone();
    Addressee { user: Some(id), email, full_name }
}

/// The administrators who are told of a matter: those with its duty or, if there are none, those who
/// give duties; never the person whom the matter is about.
pub fn whom_to_tell(db: &mut Db, duty: Duty, about: Id<User>) -> Result<Vec<Addressee>, Fault> {
    let mut active = store::active(db)?;
    active.retain(|one| one.id != about);
    let having = |duty| active.iter().filter(move |one| one.duties.has(duty)).map(addressee);
    let fitting: Vec<_> = having(duty).collect();
    Ok(if fitting.is_empty() { having(Duty::Administrators).collect() } else { fitting })
}

/// Whether this account is the last active one that gives duties.
pub fn is_last_to_give(db: &mut Db, account: &Account) -> Result<bool, Fault> {
    if !account.duties.has(Duty::Administrators) {
        return Ok(false);
    }
    let active = store::active(db)?;
    Ok(!active.iter().any(|one| one.id != account.id && one.duties.has(Duty::Administrators)))
}

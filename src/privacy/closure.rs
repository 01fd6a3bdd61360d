//! `POST /v1/me/closure`: the end of an account. What names its owner is erased, what the law keeps
//! stays under an id, and the address is free for somebody new (SAFETY M2, ADR 0018).

use super::{
    mails,
    model::CannotClose,
    policy::CloseOwn,
    register::{AtClosure, Part, register},
    store,
};
use crate::{
    accounts::{self, CannotSignIn},
    outbox::{self, Addressee},
    prelude::*,
};

/// What others see where a name stood.
pub const FORMER: &str = "a former member";

/// Closes the account of who asks; `compared` is the hash that their password was compared with,
/// `kept` the records that stay.
pub fn close(
    tx: &mut Tx<'_>,
    call: &Call,
    compared: &str,
    kept: &[&'static Part],
) -> Result<Recorded<()>, Fault> {
    let me = call.person()?;
    let (may, account) = accounts::load_account(tx.db(), me)?.open::<CloseOwn>(&call.actor)?;
    if account.password_hash.as_deref() != Some(compared) {
        return Err(CannotSignIn::WrongNow.into());
    }
    if store::standing(tx.db(), me)?.is_some() {
        return Err(CannotClose::Held.into());
    }
    let orphans = store::orphans_without(tx.db(), me)?;
    if !orphans.is_empty() {
        return Err(CannotClose::LastOwner(orphans).into());
    }
    if accounts::is_last_to_give_duties(tx.db(), &account)? {
        return Err(CannotClose::LastToGiveDuties.into());
    }
    let places = store::places(tx.db(), me)?;
    store::erase(tx, &account, FORMER, call.at)?;
    for place in &places {
        let letter = mails::member_closed(&account.full_name, &place.name);
        let owners = store::owners(tx.db(), place.id)?;
        outbox::send_to_all(tx, call, &owners, &letter)?;
    }
    let to = Addressee { user: None, email: account.email, full_name: account.full_name };
    let about: Vec<&str> = kept.iter().map(|part| part.about).collect();
    outbox::send(tx, call, &to, &mails::closed(&about))?;
    let places: Vec<String> = places.iter().map(|place| place.id.to_string()).collect();
    let event = Event::of("user.closed", "user", &me)
        .versions(account.version, account.version + 1)
        .fact("organisations", places);
    audit::record(tx, call, &may, event, ())
}

/// The records of a person that stay, of which there are any: a long read, apart from the closure.
pub fn kept(db: &mut Db, me: Id<User>) -> Result<Vec<&'static Part>, Fault> {
    let mut kept = Vec::new();
    for part in register() {
        let stays = matches!(part.at_closure, AtClosure::Kept { .. });
        if stays && !store::page(db, part, me.as_str(), "", 1)?.is_empty() {
            kept.push(part);
        }
    }
    Ok(kept)
}

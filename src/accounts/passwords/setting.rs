//! `POST /v1/users/password-reset`, `/v1/users/verification/resend`, `/v1/users/password` and
//! `/v1/me/password`: passwords that are forgotten, set by a link, or changed.

use super::{mails, model::PasswordHashes, policy::AskForLink};
use crate::{
    accounts::{
        addresses::store as addresses,
        devices::store as devices,
        model::{Account, BadLink, CannotSignIn, UserState},
        policy::{FollowLink, ManageOwnAccount},
        sessions::store as sessions,
        store as accounts,
        store::{Link, Purpose},
        tokens::one_time,
    },
    kernel::Email,
    outbox::{self, Addressee, Letter},
    prelude::*,
};

/// Sends a link that sets a password to an address. An address without an account gets a letter that
/// says so; the answer is the same after the same time (SAFETY E11).
///
/// The link verifies the address too, so it also serves a person whose first link is lost.
pub fn ask_for_link(tx: &mut Tx<'_>, call: &Call, email: &Email) -> Result<Recorded<()>, Fault> {
    let (may, ()) = accounts::anybody().open::<AskForLink>(&call.actor)?;
    let token = one_time::one_time_token()?;
    let hash = one_time::token_hash(&token);
    let known = accounts::find(tx.db(), email.as_str())?;
    let known = known.filter(|account| account.state != UserState::Closed);
    let Some(account) = known else {
        let to = Addressee {
            user: None,
            email: email.as_str().to_owned(),
            full_name: email.as_str().to_owned(),
        };
        outbox::send(tx, call, &to, &mails::nobody_here())?;
        let event = Event::of("user.link_for_nobody", "letter", &Id::<Letter>::new());
        return audit::record(tx, call, &may, event, ());
    };
    let link = Link { user_id: account.id, password_hash: None, full_name: None };
    let expires_at = call.at.plus(mails::RESET_LIFE);
    accounts::insert_link(tx, &link, Purpose::Password, &hash, expires_at)?;
    let letter = mails::set_a_password(&token, account.state);
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, Event::of("user.asked_for_link", "user", &account.id), ())
}

/// Sets a password by a link, proves the address with it, and ends all sessions.
pub fn set_password(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    password_hash: &str,
) -> Result<Recorded<()>, Fault> {
    let link = accounts::use_link(tx, Purpose::Password, &one_time::token_hash(token), call.at)?;
    let account = accounts::load(tx.db(), link.ok_or(BadLink::Spent)?.user_id)?;
    let (may, account) = account.open::<FollowLink>(&call.actor)?;
    let state = match account.state {
        UserState::Unverified | UserState::Active => UserState::Active,
        UserState::Suspended | UserState::Closed => account.state,
    };
    let (before, password_hash) = (account.version, Some(password_hash.to_owned()));
    let account = accounts::update(tx, Account { password_hash, state, ..account })?;
    accounts::spend_links(tx, account.id, Purpose::Password, call.at)?;
    addresses::void(tx, account.id, call.at)?;
    sessions::end_all(tx, account.id, None, call.at)?;
    devices::forget(tx, account.id)?;
    tell(tx, call, &account)?;
    let event =
        Event::of("user.password_set", "user", &account.id).versions(before, account.version);
    audit::record(tx, call, &may, event, ())
}

fn tell(tx: &mut Tx<'_>, call: &Call, account: &Account) -> Result<(), Fault> {
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &mails::password_changed())
}

/// Changes the password of the person who asks, ends their other sessions and tells them.
pub fn change(
    tx: &mut Tx<'_>,
    call: &Call,
    hashes: &PasswordHashes,
) -> Result<Recorded<()>, Fault> {
    let user = call.person()?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<ManageOwnAccount>(&call.actor)?;
    if account.password_hash.as_deref() != Some(hashes.current.as_str()) {
        return Err(CannotSignIn::Wrong.into());
    }
    let (before, password_hash) = (account.version, Some(hashes.next.clone()));
    let account = accounts::update(tx, Account { password_hash, ..account })?;
    accounts::spend_links(tx, account.id, Purpose::Password, call.at)?;
    addresses::void(tx, account.id, call.at)?;
    sessions::end_all(tx, account.id, call.actor.session, call.at)?;
    tell(tx, call, &account)?;
    let event =
        Event::of("user.password_changed", "user", &account.id).versions(before, account.version);
    audit::record(tx, call, &may, event, ())
}

//! `POST /v1/users/password-reset`, `/v1/users/verification/resend`, `/v1/users/password` and
//! `/v1/me/password`: passwords that are forgotten, set by a link, or changed.

use std::time::Duration;

use tokio::time;

use super::{
    checking::{ConfirmedPassword, PasswordCheck, strong},
    mails,
    model::{NewPassword, PasswordChange, PasswordHashes},
    policy::AskForLink,
};
use crate::{
    accounts::{
        addresses::store as addresses,
        devices::store as devices,
        limits::sign_in_limiter::LetterReason,
        model::{Account, BadLink, CannotSignIn, UserState},
        policy::{FollowLink, ManageOwnAccount},
        sessions::store as sessions,
        sign_in::model::SignInServices,
        store as accounts,
        store::{Link, Purpose},
        tokens::one_time,
    },
    http::Answer,
    kernel::Email,
    outbox::{self, Addressee, Letter},
    prelude::*,
};

/// Sends a link that sets a password, and answers after the same time whether or not there is an
/// account.
pub async fn request_link(
    request: &Request,
    services: &SignInServices,
    email: Email,
    show: impl Fn(&()) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    services.limiter.check_sender(request.caller().asked.from)?;
    services.limiter.check_letter(LetterReason::Link, email.as_str())?;
    let request = request.anonymously();
    evenly(request.act(move |tx, call| ask_for_link(tx, call, &email), show)).await
}

/// The time of an answer is rounded up to this: a link takes a tenth of a millisecond longer than a
/// letter to an unknown address, which two thousand tries could tell (SAFETY E11; measured by
/// `tests/e2e/times.py`).
const STEP: Duration = Duration::from_millis(20);

async fn evenly<T>(answer: impl Future<Output = T>) -> T {
    let began = time::Instant::now();
    let answer = answer.await;
    let mut leaves = began + STEP;
    while leaves < time::Instant::now() {
        leaves += STEP;
    }
    time::sleep_until(leaves).await;
    answer
}

/// Sets a password by a link, once it was found strong.
pub async fn set_by_link(
    request: &Request,
    services: &SignInServices,
    new: NewPassword,
    show: impl Fn(&()) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let SignInServices { hasher, limiter, .. } = services;
    let (link, at) = (one_time::token_hash(new.token.as_str()), request.at());
    let find =
        move |db: &mut Db, _: &Actor| accounts::account_of_link(db, Purpose::Password, &link, at);
    let account = request.read(find).await?.ok_or(BadLink::Spent)?;
    strong(hasher, &new.password, account.words_about(), "/password").await?;
    let hash = hasher.hash(new.password).await?;
    let set = move |tx: &mut Tx<'_>, call: &Call| set_password(tx, call, new.token.as_str(), &hash);
    let answer = request.act(set, show).await?;
    limiter.forgive(&account.email, request.caller().asked.from);
    Ok(answer)
}

/// Changes the password of the person who has signed in, with the current one.
pub async fn change_password(
    request: &Request,
    services: &SignInServices,
    change: PasswordChange,
    show: impl Fn(&()) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let SignInServices { hasher, limiter, .. } = services;
    let check = PasswordCheck { request, hasher, limiter };
    let ConfirmedPassword { account, hash } = check.confirm(change.current_password).await?;
    strong(hasher, &change.new_password, account.words_about(), "/new_password").await?;
    let hashes = PasswordHashes { current: hash, next: hasher.hash(change.new_password).await? };
    request.act(move |tx, call| self::change(tx, call, &hashes), show).await
}

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

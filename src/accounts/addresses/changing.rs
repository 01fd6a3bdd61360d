//! `POST /v1/me/email`, `/v1/users/email` and `/v1/users/email/undo`: an account gets another
//! address. Both addresses are told, the new one confirms, the old one can take it back for three
//! days (SAFETY E15).

use super::{
    mails,
    model::{EmailChange, NewAddress},
    policy::ChangeEmail,
    store::{self, AddressChange},
};
use crate::{
    accounts::{
        devices::store as devices,
        limits::sign_in_limiter::LetterReason,
        model::{Account, BadLink, CannotSignIn, UserState},
        passwords::{checking::PasswordCheck, mails as passwords_mails},
        policy::FollowLink,
        registration::mails as registration_mails,
        sessions::{model::no_session, store as sessions},
        sign_in::model::SignInServices,
        store as accounts,
        store::{Link, Purpose},
        tokens::one_time,
    },
    http::Answer,
    outbox::{self, Addressee},
    prelude::*,
};

/// Asks for another address with the current password.
pub async fn change_email(
    request: &Request,
    services: &SignInServices,
    change: EmailChange,
    show: impl Fn(&()) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let SignInServices { hasher, limiter, .. } = services;
    let check = PasswordCheck { request, hasher, limiter };
    let password_hash = check.confirm(change.password).await?.hash;
    limiter.check_sender(request.caller().asked.from)?;
    limiter.check_letter(LetterReason::NewAddress, change.email.as_str())?;
    let asked = NewAddress { email: change.email, password_hash };
    request.act(move |tx, call| ask(tx, call, &asked), show).await
}

/// Sends a link to the new address that confirms it, and one to the old address that cancels the
/// change. The answer is the same when the new address has another account; its owner is told.
pub fn ask(tx: &mut Tx<'_>, call: &Call, asked: &NewAddress) -> Result<Recorded<()>, Fault> {
    let user = call.actor.user().ok_or_else(no_session)?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<ChangeEmail>(&call.actor)?;
    if account.password_hash.as_deref() != Some(asked.password_hash.as_str()) {
        return Err(CannotSignIn::WrongNow.into());
    }
    if account.email == asked.email.as_str() {
        let mut faults = Faults::new();
        faults.add("/email", "unchanged", "is your address already");
        faults.none()?;
    }
    let (confirm, undo) = (one_time::one_time_token()?, one_time::one_time_token()?);
    let change = AddressChange {
        id: Id::new(),
        user_id: account.id,
        old_email: account.email.clone(),
        new_email: asked.email.as_str().to_owned(),
        confirm_hash: one_time::token_hash(&confirm),
        undo_hash: one_time::token_hash(&undo),
        asked_at: call.at,
        confirm_until: call.at.plus(mails::EMAIL_LIFE),
        confirmed_at: None,
        undone_at: None,
    };
    store::insert(tx, &change)?;
    let new = Addressee {
        user: None,
        email: change.new_email.clone(),
        full_name: account.full_name.clone(),
    };
    let taken = accounts::find(tx.db(), &change.new_email)?.as_ref().is_some_and(is_somebody);
    let letter = if taken {
        registration_mails::already_registered()
    } else {
        mails::confirm_email(&confirm)
    };
    outbox::send(tx, call, &new, &letter)?;
    let old = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &old, &mails::email_will_change(&change.new_email, &undo))?;
    let event = Event::of("user.email_change_asked", "user", &account.id);
    audit::record(tx, call, &may, event, ())
}

/// Until an address is proved it belongs to nobody.
fn is_somebody(account: &Account) -> bool {
    account.state != UserState::Unverified
}

/// Proves the new address by the token that was sent to it, and changes to it.
pub fn confirm(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let change = store::to_confirm(tx.db(), &one_time::token_hash(token), call.at)?;
    let change = change.ok_or(BadLink::Spent)?;
    let account = accounts::load(tx.db(), change.user_id)?;
    let (may, account) = account.open::<FollowLink>(&call.actor)?;
    if account.email != change.old_email || account.state != UserState::Active {
        return Err(BadLink::Spent.into());
    }
    make_way(tx, call, &change.new_email)?;
    let before = account.version;
    let account = store::move_to(tx, account, &change.new_email)?;
    store::confirm(tx, change.id, call.at)?;
    accounts::spend_links(tx, account.id, Purpose::Password, call.at)?;
    let old = Addressee {
        user: None,
        email: change.old_email.clone(),
        full_name: account.full_name.clone(),
    };
    outbox::send(tx, call, &old, &mails::email_changed(&change.new_email))?;
    let new = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &new, &mails::email_changed(&change.new_email))?;
    let event =
        Event::of("user.email_changed", "user", &account.id).versions(before, account.version);
    audit::record(tx, call, &may, event, ())
}

/// Closes an unverified account with an address that another user has verified.
fn make_way(tx: &mut Tx<'_>, call: &Call, email: &str) -> Result<(), Fault> {
    let Some(other) = accounts::find(tx.db(), email)? else { return Ok(()) };
    if other.state != UserState::Unverified {
        return Err(BadLink::Spent.into());
    }
    accounts::spend_links(tx, other.id, Purpose::Password, call.at)?;
    accounts::spend_links(tx, other.id, Purpose::Verification, call.at)?;
    let nowhere = format!("{}@unproved.invalid", other.id);
    // Closed last, because a closed account takes no more changes.
    let other = store::move_to(tx, other, &nowhere)?;
    accounts::update(tx, Account { state: UserState::Closed, password_hash: None, ..other })?;
    Ok(())
}

/// Cancels a change by the token that was sent to the old address: before it was confirmed, or up to
/// three days after. All sessions end and the password is dropped, because the person who asked for
/// the change knew it; the old address gets a link that sets a new one.
pub fn undo(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let change = store::to_undo(tx.db(), &one_time::token_hash(token))?;
    let change = change.ok_or(BadLink::Spent)?;
    let from = change.confirmed_at.unwrap_or(change.confirm_until);
    if call.at > from.plus(mails::UNDO_LIFE) {
        return Err(BadLink::Spent.into());
    }
    let account = accounts::load(tx.db(), change.user_id)?;
    let (may, account) = account.open::<FollowLink>(&call.actor)?;
    if account.state == UserState::Closed {
        return Err(BadLink::Spent.into());
    }
    if account.email != change.old_email {
        make_way(tx, call, &change.old_email)?;
    }
    store::undo(tx, &change, call.at)?;
    let before = account.version;
    let back = Account { password_hash: None, ..account };
    let back = store::move_to(tx, back, &change.old_email)?;
    sessions::end_all(tx, back.id, None, call.at)?;
    devices::forget(tx, back.id)?;
    accounts::spend_links(tx, back.id, Purpose::Password, call.at)?;
    let token = one_time::one_time_token()?;
    let link = Link { user_id: back.id, password_hash: None, full_name: None };
    let expires_at = call.at.plus(passwords_mails::PASSWORD_LIFE);
    accounts::insert_link(tx, &link, Purpose::Password, &one_time::token_hash(&token), expires_at)?;
    let letter = mails::email_kept(&token);
    let to = accounts::addressee(tx.db(), back.id)?;
    outbox::send(tx, call, &to, &letter)?;
    let event =
        Event::of("user.email_change_undone", "user", &back.id).versions(before, back.version);
    audit::record(tx, call, &may, event, ())
}

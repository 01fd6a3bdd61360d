//! `POST /v1/users` and `POST /v1/users/verification`: an account, and the proof of its address.

use super::{
    mails,
    model::{NewUser, Registered, Registration},
    policy::Register,
};
use crate::{
    access::Duties,
    accounts::{
        limits::sign_in_limiter::LetterReason,
        model::{Account, BadLink, UserState},
        passwords::{checking::strong, strength},
        policy::FollowLink,
        sign_in::model::SignInServices,
        store as accounts,
        store::{Link, Purpose},
        tokens::one_time,
    },
    http::Answer,
    outbox::{self, Addressee},
    prelude::*,
};

/// Registers an account, once its password was found strong.
pub async fn sign_up(
    request: &Request,
    services: &SignInServices,
    new: NewUser,
    show: impl Fn(&Registered) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let SignInServices { hasher, limiter, .. } = services;
    limiter.check_sender(request.caller().asked.from)?;
    let about = strength::words_about(new.email.as_str(), new.full_name.as_str());
    strong(hasher, &new.password, about, "/password").await?;
    limiter.check_letter(LetterReason::Registration, new.email.as_str())?;
    let password_hash = hasher.hash(new.password).await?;
    let asked = Registration { email: new.email, full_name: new.full_name, password_hash };
    request.act(move |tx, call| register(tx, call, &asked), show).await
}

/// Creates an account and sends the link that verifies its address. When the address has an account,
/// its owner is told, and the answer is the same: the answer does not tell who is registered.
///
/// An unverified address belongs to nobody: each registration sends its own link, and the password of
/// the link that is followed counts.
pub fn register(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &Registration,
) -> Result<Recorded<Registered>, Fault> {
    let (may, ()) = accounts::anybody().open::<Register>(&call.actor)?;
    let known = accounts::find(tx.db(), asked.email.as_str())?;
    let id = Id::new();
    let told = Registered {
        id,
        email: asked.email.clone(),
        full_name: asked.full_name.clone(),
        state: UserState::Unverified,
    };
    let to = Addressee {
        user: None,
        email: asked.email.as_str().to_owned(),
        full_name: asked.full_name.to_string(),
    };
    if let Some(known) = known.as_ref().filter(|known| known.state != UserState::Unverified) {
        let to = Addressee { user: Some(known.id), full_name: known.full_name.clone(), ..to };
        outbox::send(tx, call, &to, &mails::already_registered())?;
        let event = Event::of("user.registered_again", "user", &known.id);
        return audit::record(tx, call, &may, event, told);
    }
    let id = known.as_ref().map_or(id, |waiting| waiting.id);
    if known.is_none() {
        accounts::insert(tx, &unproved(id, asked), call.at)?;
    }
    send_link(tx, call, id, asked, to)?;
    audit::record(tx, call, &may, Event::of("user.registered", "user", &id), told)
}

fn unproved(id: Id<User>, asked: &Registration) -> Account {
    Account {
        id,
        email: asked.email.as_str().to_owned(),
        full_name: asked.full_name.to_string(),
        password_hash: Some(asked.password_hash.clone()),
        state: UserState::Unverified,
        administrator: false,
        duties: Duties::default(),
        auditor: false,
        version: 1,
    }
}

fn send_link(
    tx: &mut Tx<'_>,
    call: &Call,
    user: Id<User>,
    asked: &Registration,
    to: Addressee,
) -> Result<(), Fault> {
    let token = one_time::one_time_token()?;
    let expires_at = call.at.plus(mails::VERIFICATION_LIFE);
    let link = Link {
        user_id: user,
        password_hash: Some(asked.password_hash.clone()),
        full_name: Some(asked.full_name.to_string()),
    };
    let hash = one_time::token_hash(&token);
    accounts::insert_link(tx, &link, Purpose::Verification, &hash, expires_at)?;
    let letter = mails::verification(&token);
    outbox::send(tx, call, &Addressee { user: Some(user), ..to }, &letter)
}

/// Proves an address by the token that was sent to it.
pub fn verify(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let hash = one_time::token_hash(token);
    let link = accounts::use_link(tx, Purpose::Verification, &hash, call.at)?;
    let link = link.ok_or(BadLink::Spent)?;
    let (may, account) = accounts::load(tx.db(), link.user_id)?.open::<FollowLink>(&call.actor)?;
    if account.state != UserState::Unverified {
        return Err(BadLink::Spent.into());
    }
    let before = account.version;
    let proved = Account {
        state: UserState::Active,
        password_hash: link.password_hash.or(account.password_hash),
        full_name: link.full_name.unwrap_or(account.full_name),
        ..account
    };
    let account = accounts::update(tx, proved)?;
    let event = Event::of("user.verified", "user", &account.id).versions(before, account.version);
    audit::record(tx, call, &may, event, ())
}

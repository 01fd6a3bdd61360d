//! `guildhall admin create` and `guildhall keys rotate`: what the operator does at the machine.

use super::{
    model::PlatformRole,
    policy::{MakePlatformUser, RotateKeys},
};
use crate::{
    access::Duties,
    accounts::{
        model::{Account, UserState},
        passwords::mails,
        store as accounts,
        store::{Link, Purpose},
        tokens::one_time,
    },
    kernel::Email,
    prelude::*,
};

/// Makes a user an administrator with every duty, or an auditor.
pub fn make_platform_user(
    tx: &mut Tx<'_>,
    call: &Call,
    email: &Email,
    role: PlatformRole,
) -> Result<Recorded<(Id<User>, String)>, Fault> {
    make(tx, call, email, role, None)
}

/// Makes a user an administrator with these duties and no others.
pub fn make_administrator(
    tx: &mut Tx<'_>,
    call: &Call,
    email: &Email,
    duties: &Duties,
) -> Result<Recorded<(Id<User>, String)>, Fault> {
    make(tx, call, email, PlatformRole::Administrator, Some(duties))
}

/// With a new account where there is none; gives the token that sets its password.
fn make(
    tx: &mut Tx<'_>,
    call: &Call,
    email: &Email,
    role: PlatformRole,
    named: Option<&Duties>,
) -> Result<Recorded<(Id<User>, String)>, Fault> {
    let (may, ()) = accounts::anybody().open::<MakePlatformUser>(&call.actor)?;
    let known = accounts::find(tx.db(), email.as_str())?;
    let id = known.as_ref().map_or_else(Id::new, |known| known.id);
    // An administrator keeps their duties, unless others are named.
    let kept = known.as_ref().filter(|known| known.administrator).map(|known| &known.duties);
    let duties = &named.or(kept).cloned().unwrap_or_else(Duties::all);
    if let Some(known) = known {
        accounts::update(tx, with_role(known, role, duties))?;
    } else {
        accounts::insert(tx, &with_role(nobody_yet(id, email, role), role, duties), call.at)?;
    }
    let token = one_time::one_time_token()?;
    let expires_at = call.at.plus(mails::PASSWORD_LIFE);
    let link = Link { user_id: id, password_hash: None, full_name: None };
    accounts::insert_link(tx, &link, Purpose::Password, &one_time::token_hash(&token), expires_at)?;
    let event = Event::of("user.made_platform_user", "user", &id).fact("role", role.as_str());
    let event = match role {
        PlatformRole::Administrator => event.fact("duties", duties.words()),
        PlatformRole::Auditor => event,
    };
    audit::record(tx, call, &may, event, (id, token))
}

/// Notes in the log that the operator made a new key for access tokens.
pub fn note_new_key(
    tx: &mut Tx<'_>,
    call: &Call,
    key: &str,
    at_once: bool,
) -> Result<Recorded<()>, Fault> {
    let (may, ()) = accounts::anybody().open::<RotateKeys>(&call.actor)?;
    let event = Event::of("keys.rotated", "key", &key).fact("at_once", at_once);
    audit::record(tx, call, &may, event, ())
}

fn nobody_yet(id: Id<User>, email: &Email, role: PlatformRole) -> Account {
    Account {
        id,
        email: email.as_str().to_owned(),
        full_name: format!("Platform {role}"),
        password_hash: None,
        state: UserState::Unverified,
        administrator: false,
        duties: Duties::default(),
        auditor: false,
        version: 1,
    }
}

fn with_role(account: Account, role: PlatformRole, duties: &Duties) -> Account {
    match role {
        PlatformRole::Administrator => {
            Account { administrator: true, duties: duties.clone(), ..account }
        }
        PlatformRole::Auditor => Account { auditor: true, ..account },
    }
}

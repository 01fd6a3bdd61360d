//! Sign-in by an identity provider: the account is found or created, and the session starts.

use super::{
    mails,
    model::{ProviderAccount, ProviderIdentity, ProviderSignIn, SignedIn},
    second_step,
};
use crate::{
    access::Duties,
    accounts::{
        devices::store as devices,
        factors::passkeys::{ceremonies::Passkeys, store as passkeys},
        model::{Account, UserState},
        sessions::{model::Proved, starting},
        store as accounts,
    },
    outbox,
    prelude::*,
};

fn refused(why: &str) -> Problem {
    Problem::new(kinds::FORBIDDEN, why)
}

/// Whether the state of a sign-in was spent before.
pub fn is_spent(db: &mut Db, id: &str) -> Result<bool, Fault> {
    passkeys::is_spent(db, id)
}

/// Spends the state of a sign-in; `false` when it was spent before.
pub fn spend_state(tx: &mut Tx<'_>, call: &Call, id: &str, until: Instant) -> Result<bool, Fault> {
    passkeys::spend_challenge(tx, id, until, call.at)
}

/// The account that is linked, else that of the address, else a new one, active and without a
/// password. Suspended and closed accounts are refused, and so are administrators and auditors: the
/// owner of an identity provider could otherwise sign in as any of them.
pub fn find_or_create(
    tx: &mut Tx<'_>,
    call: &Call,
    linked: Option<Id<User>>,
    identity: &ProviderIdentity,
) -> Result<ProviderAccount, Fault> {
    let known = match linked {
        Some(user) => Some(accounts::account(tx.db(), user)?),
        None => accounts::find(tx.db(), identity.email.as_str())?,
    };
    let Some(account) = known else { return make(tx, call, identity) };
    if account.administrator || account.auditor {
        let why = "administrators and auditors of the platform sign in with their own password and second factor";
        return Err(refused(why).into());
    }
    let account = match account.state {
        UserState::Unverified => take_over(tx, call, account, identity)?,
        UserState::Active | UserState::Suspended | UserState::Closed => {
            starting::may_sign_in(&account)?;
            if linked.is_none() {
                let to = accounts::addressee(tx.db(), account.id)?;
                let letter = mails::opened_by_provider(&identity.organisation);
                outbox::send(tx, call, &to, &letter)?;
            }
            account
        }
    };
    Ok(ProviderAccount { user: account.id, made: false, account })
}

fn make(
    tx: &mut Tx<'_>,
    call: &Call,
    identity: &ProviderIdentity,
) -> Result<ProviderAccount, Fault> {
    let account = Account {
        id: Id::new(),
        email: identity.email.as_str().to_owned(),
        full_name: identity.full_name.to_string(),
        password_hash: None,
        state: UserState::Active,
        administrator: false,
        duties: Duties::default(),
        auditor: false,
        version: 1,
    };
    accounts::insert(tx, &account, call.at)?;
    Ok(ProviderAccount { user: account.id, made: true, account })
}

/// Takes over an account whose address was never verified: the password, the name and the links of
/// the registration are dropped.
fn take_over(
    tx: &mut Tx<'_>,
    call: &Call,
    account: Account,
    identity: &ProviderIdentity,
) -> Result<Account, Fault> {
    let proved = Account {
        state: UserState::Active,
        password_hash: None,
        full_name: identity.full_name.to_string(),
        ..account
    };
    let account = accounts::update(tx, proved)?;
    for purpose in [accounts::Purpose::Verification, accounts::Purpose::Password] {
        accounts::spend_links(tx, account.id, purpose, call.at)?;
    }
    Ok(account)
}

/// Starts the session, or the second step to it where the account has one and the provider is not
/// trusted to have asked for a second factor.
pub fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    sign_in: &ProviderSignIn,
    passkeys: &Passkeys,
) -> Result<(Event, SignedIn), Fault> {
    let ProviderSignIn { account: ProviderAccount { account, .. }, vouched, origin } = sign_in;
    if !vouched.strong
        && let Some(step) = second_step::needed(tx, call, account, origin, passkeys)?
    {
        let event = Event::of("session.provider_proved", "user", &account.id);
        return Ok((event, SignedIn::SecondStep(step)));
    }
    let known_device = devices::knows_device(tx, call, origin.device.as_deref(), account.id)?;
    let agent = origin.agent.clone();
    let proved = Proved { agent, known_device, factor: None, vouched: Some(*vouched) };
    let (event, pair) = starting::begin(tx, call, account, &proved)?;
    Ok((event, SignedIn::Session(pair)))
}

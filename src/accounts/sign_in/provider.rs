//! Who comes by an identity provider: their account, found or made, and their session.

use super::{
    factors::{
        self, Passkeys,
        second_step::{self, Origin},
    },
    mails,
    model::{Account, UserState},
    sessions::{self, Proved, Started, Vouched},
    store,
};
use crate::{
    access::{Duties, User},
    audit::{Call, Event},
    db::{Db, Fault, Tx},
    kernel::{Email, Id, Instant, Line, Problem, kinds},
    outbox,
};

/// What an identity provider says of somebody.
#[derive(Debug, Clone)]
pub struct Vouching {
    /// Proved there, and within the domains of the provider's organisation.
    pub email: Email,
    pub full_name: Line<120>,
    /// As its letters call it.
    pub organisation: String,
}

/// The account of who has come.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub user: Id<User>,
    /// Made just now.
    pub made: bool,
    account: Account,
}

fn refused(why: &str) -> Problem {
    Problem::new(kinds::FORBIDDEN, why)
}

/// Whether the state of a sign-in was spent before.
pub fn is_spent(db: &mut Db, id: &str) -> Result<bool, Fault> {
    factors::store::is_spent(db, id)
}

/// Spends the state of a sign-in; no when it was spent before.
pub fn spend_state(tx: &mut Tx<'_>, call: &Call, id: &str, until: Instant) -> Result<bool, Fault> {
    factors::store::spend_challenge(tx, id, until, call.at)
}

/// The account that is linked, else that of the address, else a new one, active and without a
/// password. Who is suspended or closed does not get in, nor do the platform's own people: whoever
/// owns an identity provider would otherwise be any of them.
pub fn arrive(
    tx: &mut Tx<'_>,
    call: &Call,
    linked: Option<Id<User>>,
    vouching: &Vouching,
) -> Result<Arrival, Fault> {
    let known = match linked {
        Some(user) => Some(store::account(tx.db(), user)?),
        None => store::find(tx.db(), vouching.email.as_str())?,
    };
    let Some(account) = known else { return make(tx, call, vouching) };
    if account.administrator || account.auditor {
        let why = "administrators and auditors of the platform sign in with a password and a second factor of their own";
        return Err(refused(why).into());
    }
    let account = match account.state {
        UserState::Unverified => take_over(tx, call, &account, vouching)?,
        UserState::Active | UserState::Suspended | UserState::Closed => {
            sessions::may_sign_in(&account)?;
            if linked.is_none() {
                let to = store::addressee(tx.db(), account.id)?;
                let public_url = &call.app.config.public_url;
                let letter = mails::opened_by_provider(public_url, &vouching.organisation);
                outbox::send(tx, call, &to, &letter)?;
            }
            account
        }
    };
    Ok(Arrival { user: account.id, made: false, account })
}

fn make(tx: &mut Tx<'_>, call: &Call, vouching: &Vouching) -> Result<Arrival, Fault> {
    let account = Account {
        id: Id::new(),
        email: vouching.email.as_str().to_owned(),
        full_name: vouching.full_name.to_string(),
        password_hash: None,
        state: UserState::Active,
        administrator: false,
        duties: Duties::default(),
        auditor: false,
        version: 1,
    };
    store::insert(tx, &account, call.at)?;
    Ok(Arrival { user: account.id, made: true, account })
}

/// Whoever registered an address that they never proved leaves nothing behind: neither password,
/// nor name, nor a link that still works.
fn take_over(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    vouching: &Vouching,
) -> Result<Account, Fault> {
    let proved = Account {
        state: UserState::Active,
        password_hash: None,
        full_name: vouching.full_name.to_string(),
        ..account.clone()
    };
    store::update(tx, &proved)?;
    for purpose in [store::Purpose::Verification, store::Purpose::Password] {
        store::spend_links(tx, account.id, purpose, call.at)?;
    }
    Ok(Account { version: account.version + 1, ..proved })
}

/// Starts the session, or the second step to it where the account has one and the provider's word
/// on it is not believed.
pub fn let_in(
    tx: &mut Tx<'_>,
    call: &Call,
    arrival: &Arrival,
    word: Vouched,
    (from, passkeys): (&Origin, &Passkeys),
) -> Result<(Event, Started), Fault> {
    let account = &arrival.account;
    if !word.strong
        && let Some(step) = second_step::needed(tx, call, account, (from, passkeys))?
    {
        let event = Event::of("session.provider_proved", "user", &account.id);
        return Ok((event, Started::SecondStep(step)));
    }
    let known_device = sessions::knows_device(tx, call, from.device.as_deref(), account.id)?;
    let agent = from.agent.clone();
    let proved = Proved { agent, known_device, factor: None, vouched: Some(word) };
    let (event, pair) = sessions::begin(tx, call, account, &proved)?;
    Ok((event, Started::Session(pair)))
}

//! `POST /v1/sessions`: sign-in by password.

use super::{
    checks::may_prove_alone,
    model::{Compared, Started},
    second_step,
};
use crate::{
    access::Guarded,
    accounts::{
        factors::passkeys::ceremonies::Passkeys,
        model::{Account, CannotSignIn},
        sessions::{
            model::Proved,
            policy::SignIn,
            starting::{begin, may_sign_in},
        },
        store as accounts,
    },
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
};

/// Starts a session, or the second step to it. The hash is compared again: a password changed
/// meanwhile does not sign in.
pub fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    compared: &Compared,
    passkeys: &Passkeys,
) -> Result<Recorded<Started>, Fault> {
    let account: Guarded<Account> = accounts::load(tx.db(), compared.user)?;
    let (may, mut account) = account.open::<SignIn>(&call.actor)?;
    if account.password_hash.as_deref() != Some(compared.hash.as_str()) {
        return Err(CannotSignIn::Wrong.into());
    }
    may_sign_in(&account)?;
    may_prove_alone(tx, call, &account)?;
    if let Some(fresh) = &compared.fresh {
        account.password_hash = Some(fresh.clone());
        accounts::update(tx, &account)?;
    }
    let origin = &compared.origin;
    if let Some(step) = second_step::needed(tx, call, &account, (origin, passkeys))? {
        let event = Event::of("session.password_proved", "user", &account.id);
        return audit::record(tx, call, &may, event, Started::SecondStep(step));
    }
    let known_device = origin.device.is_some();
    let proved = Proved { agent: origin.agent.clone(), known_device, factor: None, vouched: None };
    let (event, pair) = begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, Started::Session(pair))
}

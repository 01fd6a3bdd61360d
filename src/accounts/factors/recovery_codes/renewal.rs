//! `POST /v1/me/recovery-codes`: ten new codes replace the old ones.

use super::model::RecoveryCode;
use crate::{
    accounts::{
        factors::{
            changes::{fresh_codes, mine},
            mails,
            model::CannotEnrol,
            store as factors,
        },
        store as accounts,
    },
    outbox,
    prelude::*,
};

/// Ten new recovery codes in the place of the old ones.
pub fn new_codes(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<Vec<RecoveryCode>>, Fault> {
    let (may, account) = mine(tx, call)?;
    if !factors::has_factor(tx.db(), account.id)? {
        return Err(CannotEnrol::Nothing.into());
    }
    let codes = fresh_codes(tx, account.id)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &mails::codes_renewed())?;
    audit::record(tx, call, &may, Event::of("user.codes_renewed", "user", &account.id), codes)
}

//! Checks that hold for more than one way to sign in.

use super::store;
use crate::{
    accounts::model::{Account, CannotSignIn},
    prelude::*,
};

/// Refuses an account whose organisation allows sign-in only by its identity provider.
pub fn may_prove_alone(tx: &mut Tx<'_>, call: &Call, account: &Account) -> Result<(), Fault> {
    let own = account.administrator || account.auditor;
    if !own && store::is_needed(tx.db(), account, call.at)? {
        return Err(CannotSignIn::ProviderOnly.into());
    }
    Ok(())
}

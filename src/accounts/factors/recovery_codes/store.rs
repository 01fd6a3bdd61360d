//! Rows of recovery codes.

use diesel::prelude::*;

use super::model::RecoveryCode;
use crate::{db::schema::recovery_codes, prelude::*};

/// Puts new recovery codes in the place of all that were there.
pub fn replace_codes(tx: &mut Tx<'_>, user: Id<User>, codes: &[RecoveryCode]) -> Result<(), Fault> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(tx.db())?;
    for code in codes {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::code_hash.eq(code.hash()), recovery_codes::user_id.eq(user)))
            .execute(tx.db())?;
    }
    Ok(())
}

/// Uses a code up, if it was one and had not been used.
pub fn use_code(
    tx: &mut Tx<'_>,
    user: Id<User>,
    code: &RecoveryCode,
    now: Instant,
) -> Result<bool, Fault> {
    let mine = recovery_codes::code_hash
        .eq(code.hash())
        .and(recovery_codes::user_id.eq(user))
        .and(recovery_codes::used_at.is_null());
    let changed = diesel::update(recovery_codes::table.filter(mine))
        .set(recovery_codes::used_at.eq(now))
        .execute(tx.db())?;
    Ok(changed == 1)
}

pub fn codes_left(db: &mut Db, user: Id<User>) -> Result<i64, Fault> {
    let left = recovery_codes::user_id.eq(user).and(recovery_codes::used_at.is_null());
    Ok(recovery_codes::table.filter(left).count().get_result(db)?)
}

//! Rows of identity providers, as far as accounts look at them.

use diesel::prelude::*;

use crate::{
    accounts::model::Account,
    db::schema::{
        identity_providers as providers, mail_domains as domains, members, organisations,
    },
    kernel::{DOMAIN_PROOF_LIFE, domains_above},
    prelude::*,
};

/// Whether the organisation of an address lets its people in by its identity provider alone. Its
/// owners get in without: else a wrong setting would keep everybody out who could put it right.
pub fn is_needed(db: &mut Db, account: &Account, now: Instant) -> Result<bool, Fault> {
    let host = account.email.split_once('@').map_or("", |(_, host)| host);
    let mut found: Vec<(String, bool, Option<String>)> = domains::table
        .inner_join(organisations::table.on(organisations::id.eq(domains::organisation_id)))
        .inner_join(providers::table.on(providers::organisation_id.eq(organisations::id)))
        .left_join(members::table.on(
            members::organisation_id.eq(organisations::id).and(members::user_id.eq(account.id)),
        ))
        .filter(domains::domain.eq_any(domains_above(host)))
        .filter(domains::withdrawn_at.is_null().and(domains::proved_at.is_not_null()))
        .filter(domains::proved_at.gt(now.minus(DOMAIN_PROOF_LIFE)))
        .filter(organisations::state.eq("verified"))
        .select((domains::domain, providers::passwords, members::roles.nullable()))
        .load(db)?;
    found.sort_by_key(|(domain, ..)| domain.len());
    let owns = |words: Option<String>| {
        words.is_some_and(|words| words.split(' ').any(|word| word == Role::Owner.as_str()))
    };
    Ok(found.pop().is_some_and(|(_, passwords, words)| !passwords && !owns(words)))
}

//! Rows of identity providers, and of the accounts that are linked to their subjects.

use diesel::prelude::*;

use super::model::Provider;
use crate::{
    accounts,
    db::{
        json, once,
        schema::{identity_providers as providers, provider_identities as identities},
        words,
    },
    mail_domains,
    prelude::*,
};

pub fn find(db: &mut Db, of: Id<Organisation>) -> Result<Option<Provider>, Fault> {
    let of = providers::organisation_id.eq(of);
    Ok(providers::table.filter(of).select(Provider::as_select()).first(db).optional()?)
}

/// The provider of the organisation that has proved the domain of a host, or one above it.
pub fn of_domain(db: &mut Db, host: &str, now: Instant) -> Result<Option<Provider>, Fault> {
    match mail_domains::organisation_of(db, host, now)? {
        Some(of) => find(db, of),
        None => Ok(None),
    }
}

/// The provider of a sign-in that has come back and was not ended before.
pub fn of_flow(db: &mut Db, id: Id<Provider>, state: &str) -> Result<Option<Provider>, Fault> {
    if accounts::is_spent(db, state)? {
        return Ok(None);
    }
    with_id(db, id)
}

fn with_id(db: &mut Db, id: Id<Provider>) -> Result<Option<Provider>, Fault> {
    Ok(providers::table.find(id).select(Provider::as_select()).first(db).optional()?)
}

pub fn load(db: &mut Db, id: Id<Provider>) -> Result<Option<Guarded<Provider>>, Fault> {
    Ok(with_id(db, id)?.map(Guarded::new))
}

/// Writes a provider in the place of the one that was read. A provider of another id drops the
/// accounts that were linked.
pub fn put(tx: &mut Tx<'_>, new: &Provider, before: Option<&Provider>) -> Result<(), Fault> {
    let Some(before) = before.filter(|before| before.id == new.id) else {
        if let Some(before) = before {
            delete(tx, before)?;
        }
        return insert(tx, new);
    };
    let read = providers::id.eq(before.id).and(providers::version.eq(before.version));
    let changed = diesel::update(providers::table.filter(read))
        .set((
            providers::sealed_secret.eq(&new.sealed_secret),
            providers::groups_claim.eq(&new.groups_claim),
            providers::groups.eq(json(&new.groups)),
            providers::default_roles.eq(words(&new.default_roles)),
            providers::amr_believed.eq(new.amr_believed),
            providers::acr_believed.eq(&new.acr_believed),
            providers::passwords.eq(new.passwords),
            providers::set_at.eq(new.set_at),
            providers::version.eq(new.version),
        ))
        .execute(tx.db())?;
    once(changed)
}

fn insert(tx: &mut Tx<'_>, new: &Provider) -> Result<(), Fault> {
    diesel::insert_into(providers::table)
        .values((
            providers::id.eq(new.id),
            providers::organisation_id.eq(new.organisation),
            providers::issuer.eq(&new.issuer),
            providers::client_id.eq(&new.client_id),
            providers::sealed_secret.eq(&new.sealed_secret),
            providers::groups_claim.eq(&new.groups_claim),
            providers::groups.eq(json(&new.groups)),
            providers::default_roles.eq(words(&new.default_roles)),
            providers::amr_believed.eq(new.amr_believed),
            providers::acr_believed.eq(&new.acr_believed),
            providers::passwords.eq(new.passwords),
            providers::set_at.eq(new.set_at),
            providers::version.eq(new.version),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Deletes a provider with the links of accounts to it.
pub fn delete(tx: &mut Tx<'_>, provider: &Provider) -> Result<(), Fault> {
    diesel::delete(identities::table.filter(identities::provider_id.eq(provider.id)))
        .execute(tx.db())?;
    let read = providers::id.eq(provider.id).and(providers::version.eq(provider.version));
    let gone = diesel::delete(providers::table.filter(read)).execute(tx.db())?;
    once(gone)
}

/// The account that is linked to a subject of a provider.
pub fn linked(
    db: &mut Db,
    provider: Id<Provider>,
    subject: &str,
) -> Result<Option<Id<User>>, Fault> {
    Ok(identities::table
        .filter(identities::provider_id.eq(provider).and(identities::subject.eq(subject)))
        .select(identities::user_id)
        .first(db)
        .optional()?)
}

/// The subject of a provider that is linked to an account.
pub fn subject_of(
    db: &mut Db,
    provider: Id<Provider>,
    user: Id<User>,
) -> Result<Option<String>, Fault> {
    Ok(identities::table
        .filter(identities::provider_id.eq(provider).and(identities::user_id.eq(user)))
        .select(identities::subject)
        .first(db)
        .optional()?)
}

pub fn link(
    tx: &mut Tx<'_>,
    provider: Id<Provider>,
    subject: &str,
    user: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(identities::table)
        .values((
            identities::provider_id.eq(provider),
            identities::subject.eq(subject),
            identities::user_id.eq(user),
            identities::linked_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

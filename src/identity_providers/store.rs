//! Rows of identity providers, and of the accounts that are linked to their subjects.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::Provider;
use crate::{
    accounts,
    db::{
        once,
        schema::{identity_providers as providers, provider_identities as identities},
    },
    kernel::Issuer,
    mail_domains,
    prelude::*,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = providers)]
struct Row {
    id: Id<Provider>,
    organisation_id: Id<Organisation>,
    issuer: String,
    client_id: String,
    sealed_secret: String,
    groups_claim: String,
    groups: String,
    default_roles: String,
    amr_believed: bool,
    acr_believed: Option<String>,
    passwords: bool,
    set_at: Instant,
    version: i64,
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

fn roles(words: &str) -> Vec<Role> {
    words.split(' ').filter_map(Role::parse).collect()
}

impl Row {
    fn of(provider: &Provider) -> Result<Self, Fault> {
        let groups = serde_json::to_string(&provider.groups).map_err(|why| Fault::corrupt(&why))?;
        Ok(Self {
            id: provider.id,
            organisation_id: provider.organisation,
            issuer: provider.issuer.as_str().to_owned(),
            client_id: provider.client_id.clone(),
            sealed_secret: provider.sealed_secret.clone(),
            groups_claim: provider.groups_claim.clone(),
            groups,
            default_roles: words(&provider.default_roles),
            amr_believed: provider.amr_believed,
            acr_believed: provider.acr_believed.clone(),
            passwords: provider.passwords,
            set_at: provider.set_at,
            version: provider.version,
        })
    }

    fn into_provider(self) -> Result<Provider, Fault> {
        let groups: BTreeMap<String, Vec<Role>> =
            serde_json::from_str(&self.groups).map_err(|why| Fault::corrupt(&why))?;
        Ok(Provider {
            id: self.id,
            organisation: self.organisation_id,
            issuer: Issuer::parse(&self.issuer).map_err(|why| Fault::corrupt(&why))?,
            client_id: self.client_id,
            sealed_secret: self.sealed_secret,
            groups_claim: self.groups_claim,
            groups,
            default_roles: roles(&self.default_roles),
            amr_believed: self.amr_believed,
            acr_believed: self.acr_believed,
            passwords: self.passwords,
            set_at: self.set_at,
            version: self.version,
        })
    }
}

pub fn find(db: &mut Db, of: Id<Organisation>) -> Result<Option<Provider>, Fault> {
    let row: Option<Row> = providers::table
        .filter(providers::organisation_id.eq(of))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.map(Row::into_provider).transpose()
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
    let row: Option<Row> = providers::table
        .filter(providers::id.eq(id))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.map(Row::into_provider).transpose()
}

pub fn load(db: &mut Db, id: Id<Provider>) -> Result<Option<Guarded<Provider>>, Fault> {
    let row: Option<Row> = providers::table
        .filter(providers::id.eq(id))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.map(|row| row.into_provider().map(Guarded::new)).transpose()
}

/// Writes a provider in the place of the one that was read; who was known at another one is
/// forgotten with it.
pub fn put(tx: &mut Tx<'_>, new: &Provider, before: Option<&Provider>) -> Result<(), Fault> {
    let row = Row::of(new)?;
    let Some(before) = before else {
        diesel::insert_into(providers::table).values(&row).execute(tx.db())?;
        return Ok(());
    };
    if before.id != new.id {
        delete(tx, before)?;
        diesel::insert_into(providers::table).values(&row).execute(tx.db())?;
        return Ok(());
    }
    let read = providers::id.eq(before.id).and(providers::version.eq(before.version));
    let changed = diesel::update(providers::table.filter(read))
        .set((
            providers::sealed_secret.eq(&row.sealed_secret),
            providers::groups_claim.eq(&row.groups_claim),
            providers::groups.eq(&row.groups),
            providers::default_roles.eq(&row.default_roles),
            providers::amr_believed.eq(row.amr_believed),
            providers::acr_believed.eq(&row.acr_believed),
            providers::passwords.eq(row.passwords),
            providers::set_at.eq(row.set_at),
            providers::version.eq(row.version),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Takes a provider away, with who was known there.
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

//! `PUT` and `DELETE /v1/organisations/{id}/identity-provider`.

use super::{
    super::{mails, model::Stored, store as organisations},
    model::{NewProvider, Provider},
    policy::{RemoveProvider, SetProvider},
    store,
};
use crate::{
    access::{Actor, No, Organisation, Permit, Role},
    audit::{self, Call, Event, Recorded},
    db::{Db, Fault, Stale, Tx},
    kernel::{Faults, Id},
    outbox::{self, Letter},
};

/// What [`judged`] has looked at.
type Judged = (Permit<SetProvider>, Stored, Option<Provider>);

/// Refuses what can be refused without asking the provider: asked before the network is, and again
/// in the transaction.
pub fn judged(
    db: &mut Db,
    actor: &Actor,
    (of, seen): (Id<Organisation>, Option<i64>),
    new: &NewProvider,
) -> Result<Judged, Fault> {
    let (may, organisation) = organisations::load(db, of)?.open::<SetProvider>(actor)?;
    let before = store::find(db, of)?;
    let version = before.as_ref().map_or(0, |provider| provider.version);
    if seen.is_some_and(|seen| seen != version) {
        return Err(Stale.into());
    }
    new.check(organisation.kind)?;
    if new.client_secret.is_none() && before.as_ref().is_none_or(|old| !is_same(old, new)) {
        let mut faults = Faults::new();
        let why = "give the secret: one that is kept goes to no other issuer or client";
        faults.add("/client_secret", "missing", why);
        faults.none()?;
    }
    Ok((may, organisation, before))
}

fn is_same(old: &Provider, new: &NewProvider) -> bool {
    old.issuer == new.issuer && old.client_id == new.client_id
}

/// Sets where the people of an organisation sign in. The other owners are told.
pub fn set(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewProvider,
) -> Result<Recorded<Provider>, Fault> {
    let (may, organisation, before) = judged(tx.db(), &call.actor, (of, call.seen), new)?;
    let same = before.as_ref().filter(|old| is_same(old, new));
    let id = same.map_or_else(Id::new, |old| old.id);
    let kept = same.map(|old| old.sealed_secret.clone()).unwrap_or_default();
    let sealed = new
        .client_secret
        .as_ref()
        .map(|secret| call.app.keys.sealed.hide(secret, &Provider::sealed_for(id)));
    let version = before.as_ref().map_or(0, |old| old.version);
    let provider = Provider {
        id,
        organisation: of,
        issuer: new.issuer.clone(),
        client_id: new.client_id.clone(),
        sealed_secret: sealed.transpose().map_err(|why| Fault::corrupt(&why))?.unwrap_or(kept),
        groups_claim: new.groups_claim.clone(),
        groups: new.groups.clone(),
        default_roles: new.default_roles.clone(),
        amr_believed: new.amr_believed,
        acr_believed: new.acr_believed.clone(),
        passwords: new.passwords,
        set_at: call.at,
        version: version + 1,
    };
    store::put(tx, &provider, before.as_ref())?;
    let public_url = &call.app.config.public_url;
    let letter = mails::provider_set(public_url, &organisation, provider.issuer.as_str());
    tell_other_owners(tx, call, of, &letter)?;
    let event = Event::of("identity_provider.set", "organisation", &of)
        .versions(version, provider.version)
        .fact("issuer", provider.issuer.as_str())
        .fact("second_factor_believed", new.amr_believed || new.acr_believed.is_some())
        .fact("passwords", provider.passwords);
    audit::record(tx, call, &may, event, provider)
}

/// From now on everybody signs in as if there had never been a provider. Accounts, memberships and
/// sessions stay.
pub fn remove(tx: &mut Tx<'_>, call: &Call, of: Id<Organisation>) -> Result<Recorded<()>, Fault> {
    let found = organisations::load(tx.db(), of)?;
    let (may, organisation) = found.open::<RemoveProvider>(&call.actor)?;
    let provider = store::find(tx.db(), of)?.ok_or(No::Hidden)?;
    call.saw(provider.version)?;
    store::delete(tx, &provider)?;
    let letter = mails::provider_removed(&call.app.config.public_url, &organisation);
    tell_other_owners(tx, call, of, &letter)?;
    let event = Event::of("identity_provider.removed", "organisation", &of)
        .fact("issuer", provider.issuer.as_str());
    audit::record(tx, call, &may, event, ())
}

fn tell_other_owners(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    letter: &Letter,
) -> Result<(), Fault> {
    for owner in organisations::addressees(tx.db(), of, &[Role::Owner], call.at)? {
        if owner.user != call.actor.user() {
            outbox::send(tx, call, &owner, letter)?;
        }
    }
    Ok(())
}

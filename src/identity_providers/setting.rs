//! `/v1/organisations/{id}/identity-provider`: an owner sets, reads and removes the provider.

use super::{
    discovery::RelyingParty,
    mails,
    model::{NewProvider, Provider},
    policy::{ReadProvider, RemoveProvider, SetProvider},
    store,
};
use crate::{
    access::Permit,
    db::Stale,
    http::Answer,
    kernel::Issuer,
    organisations::{self, Stored},
    outbox::{self, Letter},
    prelude::*,
};

/// Sets where the people of an organisation sign in. The provider is asked for its discovery
/// document before the transaction; a retry is answered before that.
pub async fn set(
    party: RelyingParty<'_>,
    of: Id<Organisation>,
    new: NewProvider,
    show: impl Fn(&Provider) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let request = party.request;
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let (seen, early) = (request.caller().asked.seen, new.clone());
    let judge = move |db: &mut Db, actor: &Actor| judged(db, actor, of, seen, &early).map(drop);
    request.read(judge).await?;
    is_discovered(party, &new.issuer).await?;
    let keep = move |tx: &mut Tx<'_>, call: &Call| keep(tx, call, of, &new);
    request.act(keep, show).await
}

/// Refuses (422) an issuer without a discovery document.
async fn is_discovered(party: RelyingParty<'_>, issuer: &Issuer) -> Result<(), Faults> {
    let trusted = &party.request.app.config.trusted_issuers;
    let mut faults = Faults::new();
    if !issuer.is_https() && !trusted.have(issuer) {
        faults.add("/issuer", "issuer", "begins with https://");
    } else if party.discovery.fetch(issuer, trusted, party.request.at()).await.is_err() {
        let why = "does not return a discovery document of this issuer at /.well-known/openid-configuration; the provider must be reachable at a public address by https, or be trusted by the operator";
        faults.add("/issuer", "discovery", why);
    }
    faults.none()
}

/// A setting that may be kept, over the provider that was there before.
struct Judged {
    may: Permit<SetProvider>,
    organisation: Stored,
    before: Option<Provider>,
}

/// Refuses what can be refused without asking the provider: before the network is asked, and again
/// in the transaction.
fn judged(
    db: &mut Db,
    actor: &Actor,
    of: Id<Organisation>,
    seen: Option<i64>,
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
        let why = "give the secret: a stored secret is not used for another issuer or client";
        faults.add("/client_secret", "missing", why);
        faults.none()?;
    }
    Ok(Judged { may, organisation, before })
}

fn is_same(old: &Provider, new: &NewProvider) -> bool {
    old.issuer == new.issuer && old.client_id == new.client_id
}

/// Keeps the provider, in the place of the one before. The other owners are told.
fn keep(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewProvider,
) -> Result<Recorded<Provider>, Fault> {
    let judged = judged(tx.db(), &call.actor, of, call.seen, new)?;
    let Judged { may, organisation, before } = judged;
    let same = before.as_ref().filter(|old| is_same(old, new));
    let id = same.map_or_else(Id::new, |old| old.id);
    let kept = same.map(|old| old.sealed_secret.clone()).unwrap_or_default();
    let sealed = new
        .client_secret
        .as_ref()
        .map(|secret| call.app.keys.sealed.encrypt(secret, &Provider::sealed_for(id)));
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
    let letter = mails::provider_set(&organisation, provider.issuer.as_str());
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
    let letter = mails::provider_removed(&organisation);
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

/// The provider of an organisation, for its owners.
pub fn read(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Provider, Fault> {
    let (_, organisation) = organisations::load(db, of)?.open::<ReadProvider>(actor)?;
    Ok(store::find(db, organisation.id)?.ok_or(No::Hidden)?)
}

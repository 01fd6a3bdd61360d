//! The provider has vouched for somebody: account, membership and session, in one transaction.

use super::{
    flow::Flow,
    model::{Provider, ProviderFault},
    policy::SignInByProvider,
    roles::{self, Arrived},
    store,
    tokens::Claims,
};
use crate::{
    accounts::{self, Origin, Passkeys, ProviderIdentity, ProviderSignIn, SignedIn, Vouched},
    kernel::Email,
    mail_domains, organisations,
    prelude::*,
};

/// A sign-in for which the provider has vouched.
#[derive(Debug, Clone)]
pub struct Completed {
    pub flow: Flow,
    /// As it was when the token was verified; a provider that was set anew meanwhile lets nobody in.
    pub provider: Provider,
    pub claims: Claims,
    pub origin: Origin,
}

/// Finds or makes the account, brings its roles in step with the groups, and starts the session:
/// all of it or nothing.
pub fn complete(
    tx: &mut Tx<'_>,
    call: &Call,
    done: &Completed,
    passkeys: &Passkeys,
) -> Result<Recorded<SignedIn>, Fault> {
    let provider = store::load(tx.db(), done.provider.id)?.ok_or(ProviderFault::NoFlow)?;
    let (may, provider) = provider.open::<SignInByProvider>(&call.actor)?;
    if provider.version != done.provider.version {
        return Err(ProviderFault::NoFlow.into());
    }
    if !accounts::spend_state(tx, call, &done.flow.id, done.flow.until)? {
        return Err(ProviderFault::NoFlow.into());
    }
    let claims = &done.claims;
    let email = claims.email.as_ref().ok_or(ProviderFault::NoEmail)?;
    if claims.has_more_groups {
        return Err(ProviderFault::TooManyGroups.into());
    }
    let of = mail_domains::organisation_of(tx.db(), email.host(), call.at)?;
    if of != Some(provider.organisation) {
        return Err(ProviderFault::Foreign.into());
    }
    let card = organisations::card(tx.db(), provider.organisation)?;
    let linked = store::linked(tx.db(), provider.id, &claims.subject)?;
    let full_name = claims.full_name.clone().map_or_else(|| named_after(email), Ok)?;
    let identity =
        ProviderIdentity { email: email.clone(), full_name, organisation: card.name.clone() };
    let account = accounts::find_or_create(tx, call, linked, &identity)?;
    if linked.is_none() {
        let other = store::subject_of(tx.db(), provider.id, account.user)?;
        if other.is_some() {
            return Err(ProviderFault::Another.into());
        }
        store::link(tx, provider.id, &claims.subject, account.user, call.at)?;
    }
    let arrived =
        Arrived { provider: &provider, card: &card, user: account.user, groups: &claims.groups };
    let change = roles::follow_groups(tx, call, &arrived)?;
    // An owner of a provider says which sign-ins are strong in their own organisation, not in others.
    let at_home =
        !organisations::is_member_elsewhere(tx.db(), provider.organisation, account.user)?;
    let word = Vouched {
        strong: at_home && provider.is_strong(&claims.amr, claims.acr.as_deref()),
        at: claims.proved_at.map_or(call.at, |at| at.min(call.at)),
    };
    let (user, made) = (account.user, account.made);
    let sign_in = ProviderSignIn { account, vouched: word, origin: done.origin.clone() };
    let (event, started) = accounts::start_by_provider(tx, call, &sign_in, passkeys)?;
    let event = change.told_in(event.fact("provider", provider.id.to_string()));
    let event = event
        .fact("account", user.to_string())
        .fact("account_made", made)
        .fact("linked", linked.is_none());
    audit::record(tx, call, &may, event, started)
}

/// The name of an account for which the provider tells none.
fn named_after(email: &Email) -> Result<Line<120>, Fault> {
    let local = email.as_str().split('@').next().unwrap_or_default();
    Line::parse(local).map_err(|why| Fault::corrupt(&why))
}

//! `/v1/auditor-grants`: two administrators let an auditor read named bodies for a while; it ends by
//! itself, or before.

use super::{
    mails,
    model::{AuditorGrant, CannotGrant, GrantState, NewGrant, faults_of_times},
    policy::{ConfirmGrant, ProposeGrant, RevokeGrant},
    store,
};
use crate::{
    access::Grant,
    accounts,
    db::Names,
    organisations,
    outbox::{self, Letter},
    prelude::*,
};

/// Proposes a grant. It opens nothing until another administrator confirms it.
pub fn propose(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewGrant,
) -> Result<Recorded<AuditorGrant>, Fault> {
    let (may, auditor) = store::proposal(asked.auditor).open::<ProposeGrant>(&call.actor)?;
    let mut faults = faults_of_times(asked.from, asked.until, call.at);
    if !accounts::is_auditor(tx.db(), auditor)? {
        faults.add("/auditor_id", "unknown-id", "must be an auditor of the platform");
    }
    for (n, body) in asked.bodies.iter().enumerate() {
        if !is_body(tx.db(), *body)? {
            let at = format!("/organisation_ids/{n}");
            faults.add(at, "unknown-id", "must be a public body");
        }
    }
    faults.none()?;
    let grant = AuditorGrant {
        id: Id::new(),
        auditor,
        bodies: asked.bodies.clone(),
        reason: asked.reason.to_string(),
        from: asked.from,
        until: asked.until,
        proposed_by: call.person()?,
        proposed_at: call.at,
        confirmed: None,
        revoked: None,
        names: Names::default(),
    };
    let grant = store::insert(tx, grant)?;
    audit::record(tx, call, &may, about("auditor.grant_proposed", &grant), grant)
}

fn is_body(db: &mut Db, id: Id<Organisation>) -> Result<bool, Fault> {
    match organisations::card(db, id) {
        Ok(card) => Ok(card.kind == OrganisationKind::PublicBody),
        Err(Fault::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn about(what: &'static str, grant: &AuditorGrant) -> Event {
    let bodies: Vec<String> = grant.bodies.iter().map(ToString::to_string).collect();
    Event::of(what, "auditor_grant", &grant.id)
        .fact("auditor", grant.auditor.to_string())
        .fact("bodies", bodies)
        .fact("from", grant.from.to_string())
        .fact("until", grant.until.to_string())
}

/// The second administrator confirms; the auditor and the owners of the bodies are told.
pub fn confirm(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Grant>,
) -> Result<Recorded<AuditorGrant>, Fault> {
    let (may, grant) = store::load(tx.db(), id)?.open::<ConfirmGrant>(&call.actor)?;
    match grant.state(call.at) {
        GrantState::Proposed => {}
        state @ (GrantState::Upcoming
        | GrantState::Open
        | GrantState::Ended
        | GrantState::Revoked) => {
            return Err(CannotGrant::WrongState(state, "confirmed").into());
        }
    }
    let grant = store::confirm(tx, grant, call.person()?, call.at)?;
    let to_auditor = mails::you_may_read(&grant);
    tell(tx, call, &grant, &to_auditor, &mails::granted(&grant))?;
    audit::record(tx, call, &may, about("auditor.granted", &grant), grant)
}

/// Ends a grant, or a proposal, before its time. The auditor reads nothing more from the next
/// request on.
pub fn revoke(tx: &mut Tx<'_>, call: &Call, id: Id<Grant>) -> Result<Recorded<()>, Fault> {
    let (may, grant) = store::load(tx.db(), id)?.open::<RevokeGrant>(&call.actor)?;
    match grant.state(call.at) {
        GrantState::Proposed | GrantState::Upcoming | GrantState::Open => {}
        state @ (GrantState::Ended | GrantState::Revoked) => {
            return Err(CannotGrant::WrongState(state, "revoked").into());
        }
    }
    store::revoke(tx, id, call.person()?, call.at)?;
    if grant.confirmed.is_some() {
        let letter = mails::grant_revoked(&grant);
        tell(tx, call, &grant, &letter, &letter)?;
    }
    audit::record(tx, call, &may, about("auditor.grant_revoked", &grant), ())
}

/// One letter for the auditor, one for the owners of each body.
fn tell(
    tx: &mut Tx<'_>,
    call: &Call,
    grant: &AuditorGrant,
    to_auditor: &Letter,
    to_owners: &Letter,
) -> Result<(), Fault> {
    let auditor = accounts::addressee(tx.db(), grant.auditor)?;
    outbox::send(tx, call, &auditor, to_auditor)?;
    for body in &grant.bodies {
        organisations::tell_owners(tx, call, *body, to_owners)?;
    }
    Ok(())
}

//! Letters about auditors' grants.

use super::model::AuditorGrant;
use crate::outbox::{Letter, Place};

pub fn granted(grant: &AuditorGrant) -> Letter {
    Letter::new("auditor.granted", "An auditor has been granted access to your organisation")
        .says("Two administrators of the platform have granted an auditor access to the drafts, opened bids, marks, decisions and members of your organisation at Guildhall. Sealed bids stay sealed. Every read is recorded, and owners of your organisation can list the reads.")
        .fact("From", &grant.from.in_london())
        .fact("Until", &grant.until.in_london())
        .fact("Reason", &grant.reason)
        .link("Open Guildhall", Place::Docs)
        .about(&grant.id)
}

pub fn you_may_read(grant: &AuditorGrant) -> Letter {
    let bodies: Vec<String> = grant.bodies.iter().map(ToString::to_string).collect();
    Letter::new("auditor.may_read", "You have been granted access to public bodies")
        .says("Two administrators of the platform have granted you access, as an auditor, to these public bodies at Guildhall. Sealed bids stay sealed. Every read is recorded and shown to the body.")
        .fact("Bodies", &bodies.join(", "))
        .fact("From", &grant.from.in_london())
        .fact("Until", &grant.until.in_london())
        .fact("Reason", &grant.reason)
        .link("Open Guildhall", Place::Docs)
        .about(&grant.id)
}

pub fn grant_revoked(grant: &AuditorGrant) -> Letter {
    Letter::new("auditor.grant_revoked", "The access of an auditor has ended")
        .says("An administrator of the platform has ended the access of an auditor early.")
        .fact("Until", &grant.until.in_london())
        .fact("Reason of the grant", &grant.reason)
        .link("Open Guildhall", Place::Docs)
        .about(&grant.id)
}

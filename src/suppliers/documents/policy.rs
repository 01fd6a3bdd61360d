//! Rules of suppliers' documents.

use super::model::SupplierDocument;
use crate::{organisations::Stored, prelude::*};

const BIDDERS: &str = "this needs the role bidder, which owners of your organisation give";

/// Owners and bidders, as for the profile.
pub struct UploadDocument;

impl Rule for UploadDocument {
    const NAME: &'static str = "document.upload";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], organisation.id, BIDDERS)
    }
}

pub struct ListDocuments;

impl Rule for ListDocuments {
    const NAME: &'static str = "document.list";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_membership(organisation.id)
    }
}

/// The members of the supplier. Buyers read the documents of an opened bid, by the rule of the bid.
pub struct ReadDocument;

impl Rule for ReadDocument {
    const NAME: &'static str = "document.read";
    type On = SupplierDocument;

    fn check(actor: &Actor, on: &SupplierDocument) -> Verdict {
        actor.needs_membership(on.organisation)
    }
}

pub struct WithdrawDocument;

impl Rule for WithdrawDocument {
    const NAME: &'static str = "document.withdraw";
    type On = SupplierDocument;

    fn check(actor: &Actor, on: &SupplierDocument) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], on.organisation, BIDDERS)
    }
}

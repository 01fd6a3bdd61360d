//! The subjects that operations of the matrix are about: each is there, so that an answer is the
//! rule's, and a refusal says something.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::{
    operations::{Operation, filled},
    people::Cast,
};
use crate::world::joint::asks;

/// The ids that depend on the state of the lot.
#[derive(Default)]
pub struct Subjects {
    pub opportunity: String,
    pub lot: String,
    pub bid: Option<String>,
    /// The rival's bid for the lot, in which Otter is asked to be a partner.
    pub partnership: Option<String>,
    pub contract: Option<String>,
    /// Of Camden's, until they are taken back.
    pub claim: RefCell<Option<String>>,
    pub invitation: RefCell<Option<String>>,
}

impl Subjects {
    pub fn of(opportunity: String, lot: String) -> Self {
        Self { opportunity, lot, ..Self::default() }
    }

    /// Forgets what an operation has just taken back.
    pub fn gone(&self, operation: &Operation) {
        match operation.id.as_str() {
            "withdraw_domain" => *self.claim.borrow_mut() = None,
            "withdraw_invitation" => *self.invitation.borrow_mut() = None,
            _ => {}
        }
    }

    fn named(&self, cast: &Cast<'_>, template: &str, parameter: &str) -> Option<String> {
        let standing = &cast.standing;
        let collection = template.split('/').nth(2)?;
        let id = match (collection, parameter) {
            ("opportunities", "id") => &self.opportunity,
            ("lots", "id") => &self.lot,
            ("bids", "id") => self.bid.as_ref()?,
            ("bid-partnerships", "partnership_id") => self.partnership.as_ref()?,
            ("contracts", "contract_id") => self.contract.as_ref()?,
            ("auditor-grants", "id") => &standing.grant,
            ("capability-applications", "id") => &standing.application,
            ("capability-categories", "code") => return Some("drainage".to_owned()),
            ("terms", "version") => return Some("1".to_owned()),
            ("me", "id") => &standing.session,
            ("users", "id") => &standing.user,
            ("administrators", "user_id") => &standing.administrator,
            ("api-keys", "key_id") => &standing.key,
            ("join-requests", "request_id") => &standing.join_request,
            ("suppliers", "id") => &cast.otter.id,
            ("organisations", "id") if is_of_suppliers(template) => &cast.otter.id,
            ("organisations", "id") => &cast.camden.id,
            ("organisations", "domain_id") => return self.claim.borrow().clone(),
            ("organisations", "invitation_id") => return self.invitation.borrow().clone(),
            (_, "document_id") | ("documents", "id") => &standing.document,
            ("lots" | "organisations", "user_id") => &cast.camden.opener.id,
            other => panic!("{template}: {other:?} has no subject here: give it one that is there"),
        };
        Some(id.clone())
    }
}

/// What suppliers alone have.
fn is_of_suppliers(template: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "/bids",
        "/bid-partnerships",
        "/documents",
        "/interests",
        "/profile",
        "/profile/statements",
        "/terms-acceptances",
        "/capability-applications",
    ];
    ENDINGS.iter().any(|ending| template.ends_with(ending))
}

impl Cast<'_> {
    /// The path of an operation over these subjects; none where there is no such subject yet.
    pub async fn path(&self, operation: &Operation, subjects: &Subjects) -> Option<String> {
        let template = operation.path.as_str();
        if template.contains("{domain_id}") && subjects.claim.borrow().is_none() {
            let claim = self.claims_domain().await;
            *subjects.claim.borrow_mut() = Some(claim);
        }
        if template.contains("{invitation_id}") && subjects.invitation.borrow().is_none() {
            let invitation = self.invites().await;
            *subjects.invitation.borrow_mut() = Some(invitation);
        }
        let path = filled(template, |parameter| subjects.named(self, template, parameter))?;
        Some(match operation.id.as_str() {
            "get_eligibility" => format!("{path}?organisation_id={}", self.otter.id),
            "upload_document" => format!("{path}?name=policy.pdf"),
            _ => path,
        })
    }

    /// A claim by Camden on a domain that it has not claimed before.
    async fn claims_domain(&self) -> String {
        let domain = format!("camden-{}.example", self.next());
        let path = format!("/v1/organisations/{}/domains", self.camden.id);
        self.camden.owner.post(&path, json!({ "domain": domain })).await.is(201).id()
    }

    /// An invitation to Camden that nobody has followed.
    async fn invites(&self) -> String {
        let email = format!("newcomer-{}@people.example", self.next());
        let path = format!("/v1/organisations/{}/invitations", self.camden.id);
        let new = json!({ "email": email, "roles": ["viewer"] });
        self.camden.owner.post(&path, new).await.is(201).id()
    }

    /// Asks Otter to be a partner in a bid of the rival's for a lot.
    pub async fn rival_asks(&self, lot: &str) -> String {
        let (bid, _) = self.badger.drafts(lot, "t", "2.00").await;
        asks(&self.badger, &bid, &self.otter.id).await.is(201).id()
    }

    /// Records the contract that was signed for a bid.
    pub async fn signs(&self, lot: &str, bid: &str) -> String {
        let path = format!("/v1/lots/{lot}/contracts");
        let told = self.second_approver.post(&path, contract(bid, "2026-10-01")).await;
        told.is(201).id()
    }

    fn next(&self) -> usize {
        self.counted.replace(self.counted.get() + 1)
    }
}

pub fn contract(bid: &str, signed_on: &str) -> Value {
    json!({
        "bid_id": bid, "title": "Sensors",
        "net": { "amount": "1.00", "currency": "GBP" }, "gross": { "amount": "1.20", "currency": "GBP" },
        "signed_on": signed_on, "starts_on": signed_on, "ends_on": "2027-09-01",
    })
}

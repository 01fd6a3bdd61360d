//! What everybody sends with what they ask.

use serde_json::{Value, json};

use super::{
    operations::NOWHERE,
    people::{Cast, new_grant},
    subjects::{Subjects, contract},
};
use crate::world::{
    bidding::answers,
    capabilities::{application, category},
    judging::marks,
    notices::procurement,
};

/// A body that is right in itself, so that the answer is the rule's.
pub fn body(operation: &str, cast: &Cast<'_>, subjects: &Subjects) -> Value {
    match operation {
        "create_opportunity" => procurement(&cast.camden.id),
        "edit_opportunity" => json!({ "title": "Another title" }),
        "return_opportunity"
        | "cancel_lot"
        | "suspend_user"
        | "reset_second_factors"
        | "place_hold"
        | "lift_hold"
        | "suspend_organisation"
        | "retire_capability_category"
        | "revoke_capability"
        | "demand_reverification" => json!({ "reason": "Because." }),
        "close_me" | "export_me" => json!({ "password": "not my password" }),
        "amend_lot" => {
            json!({ "submissions_close_at": "2026-12-01T12:00:00Z", "reason": "Because." })
        }
        "start_bid" => json!({ "organisation_id": cast.otter.id }),
        "edit_bid" => answers("t", "2.00"),
        "put_scores" | "put_consensus" => marks("5", "3", "1"),
        "appoint_member" => json!({ "user_id": cast.camden.author.id, "role": "observer" }),
        "declare_interests_in_lot" => json!({ "conflicts": [], "statement": "None at all." }),
        "propose_decision" => {
            json!({ "outcome": "award", "bid_ids": [subjects.bid.as_deref().unwrap_or(NOWHERE)], "reason": "Because." })
        }
        "record_contract" => contract(subjects.bid.as_deref().unwrap_or(NOWHERE), "2026-09-01"),
        "approve_decision" => json!({ "approved": true }),
        other => of_organisations(other, cast),
    }
}

/// The same for what organisations and people ask about themselves.
fn of_organisations(operation: &str, cast: &Cast<'_>) -> Value {
    match operation {
        "create_organisation" => json!({ "kind": "supplier", "name": "One more" }),
        "edit_profile" => json!({ "listed": true }),
        "declare_interests" => json!({ "themes": ["parks"] }),
        "invite_member" => json!({ "email": "new@people.example", "roles": ["viewer"] }),
        "change_duties" => json!({ "duties": ["people"] }),
        "change_member_roles" => json!({ "roles": ["viewer"] }),
        "verify_organisation" => json!({ "outcome": "verified" }),
        "answer_administrators" => json!({ "text": "Because." }),
        "change_identity" => json!({ "name": "Camden", "identifiers": [] }),
        "propose_merger" => json!({ "into_id": cast.barnet, "reason": "Because." }),
        "confirm_merger" => json!({ "into_id": cast.barnet }),
        "propose_auditor_grant" => new_grant(&cast.auditor.id, &cast.barnet),
        "set_identity_provider" => json!({
            "issuer": "https://127.0.0.1", "client_id": "guildhall", "client_secret": "none",
        }),
        "claim_domain" => json!({ "domain": "camden.example" }),
        "send_domain_letter" => json!({ "address": "ada@camden.example" }),
        "prove_domain" | "accept_invitation" => json!({ "token": "none" }),
        "add_identifier" | "withdraw_identifier" | "verify_identifier" => {
            json!({ "scheme": "GB-TEST", "id": "CAMDEN" })
        }
        "confirm_members" => json!({ "user_ids": [cast.camden.author.id] }),
        "accept_terms" => json!({ "version": 1 }),
        "publish_terms" => {
            json!({ "text": "Be fair.", "changes": "All.", "applies_from": "2020-01-01T00:00:00Z" })
        }
        "make_capability_category" => category("another"),
        "edit_capability_category" => json!({ "title": "Another title" }),
        "apply_for_capability" => application("drainage"),
        "assess_capability" => json!({ "findings": [{ "criterion": "delivered", "met": true }] }),
        "ask_to_join" => json!({ "message": "Because." }),
        "invite_bid_partner" => json!({ "organisation_id": cast.camden.id, "part": "Installs." }),
        "answer_bid_partnership" => json!({ "accepted": true }),
        // No: a yes would make somebody a member of Camden.
        "answer_join_request" => json!({ "accepted": false, "reason": "Because." }),
        "make_service_account" => json!({ "name": "Feed", "roles": ["viewer"] }),
        "make_api_key" => json!({ "name": "Export", "scopes": ["bids:read"] }),
        // No file of a kind that is taken: who may send one is told so.
        "rotate_api_key" | "upload_document" => json!({}),
        "step_up" | "confirm_totp" => json!({ "code": "000000" }),
        "add_passkey" => json!({ "challenge": "none", "name": "mine", "credential": {} }),
        "change_email" => json!({ "email": "new@people.example", "password": "not my password" }),
        "change_password" => {
            json!({ "current_password": "not my password", "new_password": "four wandering otters" })
        }
        other => panic!("{other} has no body here: give it one"),
    }
}

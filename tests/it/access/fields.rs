//! Fields and ids that nobody sets by naming them in a body.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::matrix::{
    bodies::body,
    operations::{NOWHERE, ask, nowhere, operations},
    people::Cast,
    subjects::Subjects,
};
use crate::{
    repository::ledger::is_a_test,
    story,
    world::notices::{lot_id, procurement},
};

/// What nobody may set by naming it (SAFETY D4): fields that answers show, and usual suspects.
#[test]
fn unknown_fields_are_refused_in_every_body() {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    let shown: BTreeSet<&String> = schemas
        .values()
        .filter_map(|s| s["properties"].as_object())
        .flat_map(|p| p.keys())
        .collect();
    assert!(shown.len() > 100);
    let mut bodies = 0;
    for item in api["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let Some(content) = operation["requestBody"]["content"].as_object() else { continue };
            // A file has no fields.
            if operation["operationId"] == "upload_document" {
                continue;
            }
            let name = content.values().next().unwrap()["schema"]["$ref"].as_str().unwrap();
            let schema = &schemas[name.rsplit('/').next().unwrap()];
            assert_eq!(schema["additionalProperties"], false, "{name} is described as open");
            bodies += 1;
        }
    }
    assert!(bodies > 20);
}

story! {
    async fn nothing_is_set_by_naming_it(world) {
        let cast = Cast::of(&world).await;
        let draft = cast.camden.drafts(procurement(&cast.camden.id)).await;
        let subjects = Subjects { bid: Some(NOWHERE.to_owned()), ..Subjects::of(draft.id(), lot_id(&draft, 0)) };
        let before = (world.count("organisations"), world.count("opportunities"), world.count("audit_events"));
        let suspects = ["id", "version", "state", "status", "verified", "org_id", "organisation_state", "administrator", "auditor", "writers", "published_at", "imported", "received_at"];
        let mut tried = 0;
        let all = operations();
        for operation in all.iter().filter(|one| one.has_body && one.id != "upload_document") {
            let path = nowhere(&operation.path);
            let mut body = body(&operation.id, &cast, &subjects);
            let suspects: Vec<_> = suspects.into_iter().filter(|name| body[*name].is_null()).collect();
            for name in &suspects {
                body[*name] = json!("verified");
            }
            let told = ask(&cast.camden.owner, operation, &path, Some(body.to_string())).await;
            let pointers = told.refused(422, "invalid").pointers();
            for name in suspects {
                assert!(pointers.contains(&format!("/{name}")), "{}: {name} in {pointers:?}", operation.id);
                tried += 1;
            }
        }
        println!("{tried} fields named in vain");
        assert_eq!((world.count("organisations"), world.count("opportunities"), world.count("audit_events")), before);
    }
}

/// Every id that a body can name, with the story that names a foreign one in vain (SAFETY D3). A
/// new one does not pass unseen.
const IDS_IN_BODIES: &[(&str, &str)] = &[
    ("Accreditation.document_id", "sections_name_documents_that_are_the_suppliers_own"),
    ("Insurance.document_id", "sections_name_documents_that_are_the_suppliers_own"),
    ("Policy.document_id", "sections_name_documents_that_are_the_suppliers_own"),
    ("Confirmed.user_ids", "whom_no_owner_confirms_for_a_year_does_nothing_there"),
    (
        "CreateOpportunity.organisation_id",
        "a_body_that_cannot_be_right_is_refused_with_every_place",
    ),
    ("LotBody.follows_lot_id", "a_body_that_cannot_be_right_is_refused_with_every_place"),
    ("LotBody.id", "a_draft_takes_no_lot_of_another_opportunity"),
    ("MergerConfirmation.into_id", "what_is_confirmed_is_what_was_proposed"),
    ("NewApiKey.user_id", "a_service_account_is_a_member_that_is_a_program"),
    (
        "NewBid.organisation_id",
        "a_later_stage_is_for_winners_and_an_unverified_supplier_may_only_draft",
    ),
    ("NewAuditorGrant.auditor_id", "a_grant_takes_two_administrators_and_is_about_public_bodies"),
    (
        "NewAuditorGrant.organisation_ids",
        "a_grant_takes_two_administrators_and_is_about_public_bodies",
    ),
    ("NewBidPartner.organisation_id", "who_can_be_asked_and_who_cannot"),
    ("NewContract.bid_id", "what_cannot_be_recorded_is_told_and_leaves_nothing"),
    ("NewDecision.bid_ids", "an_award_goes_down_the_ranking"),
    ("NewDeclaration.conflicts", "no_declaration_no_bid_and_a_conflict_bars_it"),
    (
        "NewEligibilityNote.bid_id",
        "a_note_is_on_a_bid_that_is_to_be_awarded_and_shown_to_who_approves",
    ),
    ("NewMerger.into_id", "what_is_confirmed_is_what_was_proposed"),
    ("NewSeat.user_id", "a_panel_has_one_chair_and_is_appointed_by_the_buyer"),
];

#[test]
fn every_id_in_a_body_has_its_story() {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let mut bodies: Vec<String> = Vec::new();
    let named = |value: &Value| -> Vec<String> {
        let text = value.to_string();
        let refs = text.split("#/components/schemas/").skip(1);
        refs.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    for item in api["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            bodies.extend(named(&operation["requestBody"]));
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = bodies.pop() {
        let schema = &api["components"]["schemas"][&name];
        bodies.extend(named(schema));
        for (field, shape) in schema["properties"].as_object().into_iter().flatten() {
            if shape.to_string().contains("\"uuid\"") {
                found.insert(format!("{name}.{field}"));
            }
        }
    }
    let listed: BTreeSet<String> =
        IDS_IN_BODIES.iter().map(|(field, _)| (*field).to_owned()).collect();
    assert_eq!(found, listed);
    for (_, story) in IDS_IN_BODIES {
        assert!(is_a_test(story), "{story} is no test");
    }
}

//! Who gets how far: every operation, asked by everybody, in every state of a lot, held against the
//! table that the code declares (`access::matrix`), so that a change of a rule is a change of the
//! table, which people read (SAFETY D1).

mod bodies;
mod duties;

use std::collections::BTreeMap;

use guildhall::access::matrix::{self, Cell};
use serde_json::{Value, json};

use self::bodies::body;

use crate::{
    story,
    world::{
        Person, PublicBody, Supplier, Told, World,
        capabilities::{application, category},
        judging::{Panel, marks},
        notices::{lot_id, procurement},
        profiles::policy,
    },
};

const NOWHERE: &str = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";

/// Everybody who could ask, by what they are to the lot.
struct Cast<'w> {
    camden: PublicBody<'w>,
    otter: Supplier<'w>,
    barnet: String,
    /// Proposed to the auditor about Barnet.
    grant: String,
    /// Of Otter, which waits.
    application: String,
    /// A policy of the supplier's, which its bid carries.
    document: String,
    panel: Option<Panel<'w>>,
    others: Vec<(&'static str, Person<'w>)>,
}

impl<'w> Cast<'w> {
    async fn of(world: &'w World) -> Self {
        let camden = world.public_body("Camden").await;
        let barnet = world.public_body("Barnet").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let everything = ["owner", "author", "approver", "opener"];
        let neighbour = world.member(&barnet.owner, &barnet.id, "Neighbour", &everything).await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        // First, for it signs its own administrators in.
        let auditor = world.auditor_of(&[&camden.id]).await;
        let others = vec![
            ("somebody", world.person("Somebody").await),
            ("other body", neighbour),
            ("rival", badger.owner),
            ("its viewer", viewer),
            ("administrator", world.administrator().await),
            ("auditor", auditor),
        ];
        let second = world.second_administrator().await;
        let auditor = &others.iter().find(|(name, _)| *name == "auditor").unwrap().1;
        let grant = second.post("/v1/auditor-grants", new_grant(&auditor.id, &barnet.id)).await;
        let grant = grant.is(201).id();
        second.post("/v1/capability-categories", category("drainage")).await.is(201);
        let applications = format!("/v1/organisations/{}/capability-applications", otter.id);
        let application =
            otter.owner.post(&applications, application("drainage")).await.is(201).id();
        let document = otter.uploads("policy.pdf").await.id();
        otter.says(policy(&document)).await;
        let barnet = barnet.id;
        Self { camden, otter, grant, barnet, application, document, panel: None, others }
    }

    fn auditor(&self) -> String {
        self.others.iter().find(|(name, _)| *name == "auditor").unwrap().1.id.clone()
    }

    /// Everybody, outsiders first.
    fn everybody(&self) -> Vec<(&'static str, &Person<'w>)> {
        let mut all: Vec<_> = self.others.iter().map(|(name, person)| (*name, person)).collect();
        all.extend([("its bidder", &self.otter.bidder), ("its owner", &self.otter.owner)]);
        let camden = &self.camden;
        all.extend([
            ("owner", &camden.owner),
            ("author", &camden.author),
            ("approver", &camden.approver),
            ("opener", &camden.opener),
        ]);
        if let Some(panel) = &self.panel {
            all.extend([
                ("observer", &panel.observer),
                ("evaluator", &panel.evaluator),
                ("chair", &panel.chair),
            ]);
        }
        all
    }
}

/// The ids that stand in paths and bodies.
struct Things {
    opportunity: String,
    lot: String,
    bid: Option<String>,
}

struct Operation {
    method: String,
    path: String,
    id: String,
    has_body: bool,
}

/// What only ever concerns whoever asks: there is nobody else's to ask for.
const OWN: &[&str] = &[
    "change_email",
    "change_password",
    "close_me",
    "export_me",
    "step_up",
    "challenge_step_up",
    "add_totp",
    "confirm_totp",
    "remove_totp",
    "renew_recovery_codes",
    "challenge_passkey",
    "add_passkey",
    "remove_passkey",
];

/// Everything but what concerns the caller's own session alone.
fn operations() -> Vec<Operation> {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let public =
                operation["security"].as_array().unwrap().is_empty() && !path.contains('{');
            if !public && id != "end_session" {
                let has_body = operation["requestBody"].is_object();
                let (method, path) = (method.to_uppercase(), path.clone());
                all.push(Operation { method, path, id, has_body });
            }
        }
    }
    all
}

fn new_grant(auditor: &str, body: &str) -> Value {
    json!({
        "auditor_id": auditor, "organisation_ids": [body], "reason": "Because.",
        "from": "2026-09-01T09:00:00Z", "until": "2027-08-01T09:00:00Z",
    })
}

/// What only a supplier has.
const OF_SUPPLIERS: &[&str] = &[
    "/bids",
    "/bid-partnerships",
    "/documents",
    "/interests",
    "/profile",
    "/profile/statements",
    "/terms-acceptances",
    "/capability-applications",
];

/// The path of an operation over these things; none where there is no such thing yet.
fn path(operation: &Operation, cast: &Cast<'_>, things: &Things) -> Option<String> {
    let template = operation.path.as_str();
    let id = match template.split('/').nth(2)? {
        "opportunities" => things.opportunity.clone(),
        "lots" => things.lot.clone(),
        "bids" => things.bid.clone()?,
        "auditor-grants" => cast.grant.clone(),
        "capability-applications" => cast.application.clone(),
        // A supplier's own affairs, else the public body's.
        "organisations" if OF_SUPPLIERS.iter().any(|own| template.ends_with(own)) => {
            cast.otter.id.clone()
        }
        "suppliers" => cast.otter.id.clone(),
        "documents" => cast.document.clone(),
        _ => cast.camden.id.clone(),
    };
    let ours = template.replace("{id}", &id).replace("{user_id}", &cast.camden.opener.id);
    let ours = ours.replace("{invitation_id}", NOWHERE).replace("{domain_id}", NOWHERE);
    Some(
        ours.replace("{key_id}", NOWHERE)
            .replace("{partnership_id}", NOWHERE)
            .replace("{contract_id}", NOWHERE)
            .replace("{document_id}", &cast.document)
            .replace("{request_id}", NOWHERE)
            .replace("{version}", "9")
            .replace("{code}", "drainage"),
    )
}

async fn ask(person: &Person<'_>, operation: &Operation, path: &str, body: Option<String>) -> Told {
    // A version that nobody has seen: who may act is told so (412), and nothing is changed.
    let client = person.client().await.with("if-match", "\"99999\"");
    let key = guildhall::kernel::Id::<()>::new().to_string();
    client.with("idempotency-key", &key).send(&operation.method, path, body).await
}

/// The parameters without which an operation is not asked at all.
fn query(operation: &Operation, cast: &Cast<'_>) -> String {
    match operation.id.as_str() {
        "get_eligibility" => format!("?organisation_id={}", cast.otter.id),
        "upload_document" => "?name=policy.pdf".to_owned(),
        _ => String::new(),
    }
}

fn verdict(told: &Told) -> Cell {
    match told.status {
        403 => Cell::No,
        404 => Cell::Hidden,
        401 | 405 => panic!("not asked as anybody, or not served: {}", told.text),
        _ => Cell::Yes,
    }
}

type Table = BTreeMap<String, Vec<(&'static str, Cell)>>;

/// Asks everything as everybody. Counts the refusals that were told apart from those about an id
/// that names nothing (SAFETY D2): there must be none.
async fn sweep(cast: &Cast<'_>, things: &Things) -> (Table, usize) {
    let mut table = Table::new();
    let mut hidden = 0;
    for operation in operations().into_iter().filter(|one| !OWN.contains(&one.id.as_str())) {
        let Some(path) = path(&operation, cast, things) else { continue };
        let query = query(&operation, cast);
        let path = path + &query;
        let body = operation.has_body.then(|| body(&operation.id, cast, things).to_string());
        let row = table.entry(operation.id.clone()).or_default();
        for (name, person) in cast.everybody() {
            let told = ask(person, &operation, &path, body.clone()).await;
            row.push((name, verdict(&told)));
            if told.status == 404 {
                let nowhere = operation.path.replace("{id}", NOWHERE).replace("{user_id}", NOWHERE);
                let nowhere =
                    nowhere.replace("{invitation_id}", NOWHERE).replace("{domain_id}", NOWHERE);
                let nowhere = nowhere
                    .replace("{key_id}", NOWHERE)
                    .replace("{partnership_id}", NOWHERE)
                    .replace("{contract_id}", NOWHERE)
                    .replace("{request_id}", NOWHERE)
                    .replace("{document_id}", NOWHERE)
                    .replace("{version}", "9")
                    .replace("{code}", "nothing");
                let nothing = ask(person, &operation, &(nowhere + &query), body.clone()).await;
                assert_eq!(nothing.status, 404, "{} as {name}", operation.id);
                assert_eq!(nothing["detail"], told["detail"], "{} as {name}", operation.id);
                hidden += 1;
            }
            let outsider = ["somebody", "other body", "rival"].contains(&name);
            let own = [
                "create_organisation",
                "accept_invitation",
                "get_me",
                "list_notifications",
                "list_sessions",
                "end_other_sessions",
                "list_second_factors",
                "list_my_join_requests",
                "list_contracts",
            ];
            let public = operation.method == "GET" && operation.id.starts_with("get_");
            if outsider && !own.contains(&operation.id.as_str()) && !public {
                assert!(told.status >= 400, "{} as {name}: {}", operation.id, told.text);
            }
        }
    }
    (table, hidden)
}

/// The letters of what was answered, by operation and state.
type Found = BTreeMap<String, BTreeMap<char, String>>;

fn note(found: &mut Found, state: char, table: &Table) {
    for (operation, row) in table {
        let names: Vec<&str> = row.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, matrix::PEOPLE[..names.len()]);
        let letters = row.iter().map(|(_, cell)| cell.letter()).collect();
        found.entry(operation.clone()).or_default().insert(state, letters);
    }
}

/// The declared table is what the server answers, cell by cell. Returns how many cells.
fn is_as_declared(found: &Found) -> usize {
    let declared = |operation: &str, state: char| -> String {
        let row = matrix::row(operation, state).unwrap_or_default();
        row.into_iter().map(Cell::letter).collect()
    };
    let mut wrong = Vec::new();
    for (operation, states) in found {
        let every = matrix::STATES.iter().all(|(state, _)| {
            states.get(state).cloned().unwrap_or_default() == declared(operation, *state)
        });
        if !every {
            let rows: Vec<String> =
                states.iter().map(|(state, cells)| format!("(\"{state}\", \"{cells}\")")).collect();
            wrong.push(format!("(\"{operation}\", &[{}]),", rows.join(", ")));
        }
    }
    let stale: Vec<_> = matrix::operations().filter(|name| !found.contains_key(*name)).collect();
    assert!(
        wrong.is_empty() && stale.is_empty(),
        "access/matrix.rs says otherwise than the server, which answers:\n{}\nnot asked: {stale:?}",
        wrong.join("\n")
    );
    found.values().flat_map(BTreeMap::values).map(String::len).sum()
}

story! {
    async fn everybody_asks_for_everything_in_every_state(world) {
        let mut cast = Cast::of(&world).await;
        let mut found = Found::new();
        let mut hidden = 0;
        let draft = cast.camden.drafts(procurement(&cast.camden.id)).await;
        let things = Things { opportunity: draft.id(), lot: lot_id(&draft, 0), bid: None };
        let (table, told_nothing) = sweep(&cast, &things).await;
        note(&mut found, 'd', &table);
        hidden += told_nothing;

        let published = cast.camden.publishes(procurement(&cast.camden.id)).await;
        let lot = lot_id(&published, 0);
        let (path, _) = cast.otter.submits(&lot, "t", "1.00").await;
        cast.panel = Some(world.panel(&cast.camden, &lot).await);
        let bid = path.rsplit('/').next().map(str::to_owned);
        let things = Things { opportunity: published.id(), lot: lot.clone(), bid };
        let panel = cast.panel.as_ref().unwrap();
        for state in ['o', 'c', 'e', 'f'] {
            match state {
                'o' => {}
                'c' => world.at("2026-10-01T12:00:01Z"),
                'e' => {
                    world.past_the_deadline();
                    cast.camden.opens(&lot).await;
                    panel.declares().await;
                }
                _ => {
                    panel.marks(&path, &marks("8", "5", "1")).await;
                    panel.submits().await;
                    panel.agrees(&path, &marks("8", "5", "1")).await;
                    panel.locks().await;
                    let award = json!({ "outcome": "award", "bid_ids": [things.bid], "reason": "The best." });
                    panel.chair.post(&format!("/v1/lots/{lot}/decision"), award).await.is(201);
                    cast.camden.approver.post(&format!("/v1/lots/{lot}/decision/approval"), json!({})).await.is(201);
                }
            }
            let (table, told_nothing) = sweep(&cast, &things).await;
            note(&mut found, state, &table);
            hidden += told_nothing;
        }
        let cells = is_as_declared(&found);
        println!("{cells} cells as declared; told nothing {hidden} times, apart from a random id 0 times");
    }
}

/// What nobody may set by naming it (SAFETY D4): fields that answers show, and usual suspects.
#[test]
fn unknown_fields_are_refused_in_every_body() {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    let shown: std::collections::BTreeSet<&String> = schemas
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
        let things = Things { opportunity: draft.id(), lot: lot_id(&draft, 0), bid: Some(NOWHERE.to_owned()) };
        let before = (world.count("organisations"), world.count("opportunities"), world.count("audit_events"));
        let suspects = ["id", "version", "state", "status", "verified", "org_id", "organisation_state", "administrator", "auditor", "writers", "published_at", "imported", "received_at"];
        let mut tried = 0;
        let has_fields = |operation: &&Operation| operation.has_body && operation.id != "upload_document";
        for operation in operations().iter().filter(has_fields) {
            let path = path(operation, &cast, &things).unwrap();
            let mut body = body(&operation.id, &cast, &things);
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
    let mut found = std::collections::BTreeSet::new();
    while let Some(name) = bodies.pop() {
        let schema = &api["components"]["schemas"][&name];
        bodies.extend(named(schema));
        for (field, shape) in schema["properties"].as_object().into_iter().flatten() {
            if shape.to_string().contains("\"uuid\"") {
                found.insert(format!("{name}.{field}"));
            }
        }
    }
    let listed: std::collections::BTreeSet<String> =
        IDS_IN_BODIES.iter().map(|(field, _)| (*field).to_owned()).collect();
    assert_eq!(found, listed);
    for (_, story) in IDS_IN_BODIES {
        assert!(crate::repository::ledger::is_a_test(story), "{story} is no test");
    }
}

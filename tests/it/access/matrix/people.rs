//! The people of the matrix, by what they are to a lot.

use std::cell::Cell;

use serde_json::{Value, json};

use crate::world::{
    Person, PublicBody, Supplier, World,
    capabilities::{application, category},
    judging::Panel,
    profiles::policy,
};

/// Everybody who could ask, and what of theirs stands whatever becomes of the lot.
pub struct Cast<'w> {
    pub camden: PublicBody<'w>,
    /// Records the contract, so that the first approver may publish it.
    pub second_approver: Person<'w>,
    pub otter: Supplier<'w>,
    pub badger: Supplier<'w>,
    /// The id of another public body.
    pub barnet: String,
    pub panel: Option<Panel<'w>>,
    pub somebody: Person<'w>,
    pub neighbour: Person<'w>,
    pub viewer: Person<'w>,
    pub administrator: Person<'w>,
    pub auditor: Person<'w>,
    pub standing: Standing,
    /// How many new names were given out.
    pub counted: Cell<usize>,
}

/// The ids of what was made before anybody asks.
pub struct Standing {
    /// Proposed to the auditor about Barnet.
    pub grant: String,
    /// Otter's, which waits.
    pub application: String,
    /// A policy of Otter's, which its bid carries.
    pub document: String,
    /// An API key of Camden's author.
    pub key: String,
    /// Somebody's, to join Camden.
    pub join_request: String,
    /// Another session of somebody's.
    pub session: String,
    /// A person with an account, who asks for nothing.
    pub user: String,
    pub administrator: String,
}

pub fn new_grant(auditor: &str, body: &str) -> Value {
    json!({
        "auditor_id": auditor, "organisation_ids": [body], "reason": "Because.",
        "from": "2026-09-01T09:00:00Z", "until": "2027-08-01T09:00:00Z",
    })
}

impl<'w> Cast<'w> {
    pub async fn of(world: &'w World) -> Self {
        let camden = world.public_body("Camden").await;
        let barnet = world.public_body("Barnet").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let everything = ["owner", "author", "approver", "opener"];
        let neighbour = world.member(&barnet.owner, &barnet.id, "Neighbour", &everything).await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        let second_approver =
            world.member(&camden.owner, &camden.id, "Second approver", &["approver"]).await;
        // The auditor first: two administrators who are signed in here let them read Camden.
        let auditor = world.auditor_of(&[&camden.id]).await;
        let somebody = world.person("Somebody").await;
        let administrator = world.administrator().await;
        let second = world.second_administrator().await;
        terms_apply(&second, &[&otter, &badger]).await;
        sets_provider(world, &camden.id);
        let grant = second.post("/v1/auditor-grants", new_grant(&auditor.id, &barnet.id)).await;
        second.post("/v1/capability-categories", category("drainage")).await.is(201);
        let document = otter.uploads("policy.pdf").await.id();
        otter.says(policy(&document)).await;
        let standing = Standing {
            grant: grant.is(201).id(),
            application: otter
                .owner
                .post(&otter.applications(), application("drainage"))
                .await
                .is(201)
                .id(),
            document,
            key: makes_key(&camden.author, &camden.id).await,
            join_request: asks_to_join(&somebody, &camden.id).await,
            session: another_session(world, &somebody).await,
            user: world.person("Bystander").await.id,
            administrator: second.id,
        };
        Self {
            camden,
            second_approver,
            otter,
            badger,
            barnet: barnet.id,
            panel: None,
            somebody,
            neighbour,
            viewer,
            administrator,
            auditor,
            standing,
            counted: Cell::default(),
        }
    }

    /// Everybody, outsiders first, in the order of [`guildhall::access::matrix::PEOPLE`].
    pub fn everybody(&self) -> Vec<(&'static str, &Person<'w>)> {
        let mut all = vec![
            ("somebody", &self.somebody),
            ("other body", &self.neighbour),
            ("rival", &self.badger.owner),
            ("its viewer", &self.viewer),
            ("administrator", &self.administrator),
            ("auditor", &self.auditor),
            ("its bidder", &self.otter.bidder),
            ("its owner", &self.otter.owner),
            ("owner", &self.camden.owner),
            ("author", &self.camden.author),
            ("approver", &self.camden.approver),
            ("opener", &self.camden.opener),
        ];
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

/// There are terms, and these suppliers have accepted them.
async fn terms_apply(administrator: &Person<'_>, suppliers: &[&Supplier<'_>]) {
    let terms = json!({ "text": "Be fair.", "changes": "The first.", "applies_from": null });
    administrator.post("/v1/terms", terms).await.is(201);
    for supplier in suppliers {
        let path = format!("/v1/organisations/{}/terms-acceptances", supplier.id);
        supplier.bidder.post(&path, json!({ "version": 1 })).await.is(201);
    }
}

/// Written by hand: whoever sets a provider by the API is asked for one that answers.
fn sets_provider(world: &World, of: &str) {
    world.change(&format!(
        "insert into identity_providers values ('{}', '{of}', 'https://login.camden.example',
         'guildhall', '', 'groups', '{{}}', 'viewer', false, null, true, 1, 1)",
        guildhall::kernel::Id::<()>::new()
    ));
}

async fn makes_key(person: &Person<'_>, of: &str) -> String {
    let new = json!({ "name": "Export", "scopes": ["bids:read"] });
    let made = person.post(&format!("/v1/organisations/{of}/api-keys"), new).await;
    made.is(201)["details"]["id"].as_str().unwrap().to_owned()
}

async fn asks_to_join(person: &Person<'_>, of: &str) -> String {
    let path = format!("/v1/organisations/{of}/join-requests");
    person.post(&path, json!({ "message": "I am new." })).await.is(201).id()
}

async fn another_session(world: &World, of: &Person<'_>) -> String {
    let sessions = world.signs_in(&of.email).await.get("/v1/me/sessions").await;
    let all = sessions.is(200)["items"].as_array().unwrap();
    let this = all.iter().find(|session| session["current"] == true).unwrap();
    this["id"].as_str().unwrap().to_owned()
}

//! Once a year the owners of a public body say who still belongs there (LESSONS C48, P14).

use guildhall::{kernel::Period, organisations};
use serde_json::{Value, json};

use crate::{
    story,
    world::{Person, PublicBody, Told, World, notices},
};

/// What four workers of two nodes do at once.
fn looked(world: &World) -> usize {
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let app = world.app.clone();
            std::thread::spawn(move || organisations::remind_owners(&app).unwrap())
        })
        .collect();
    workers.into_iter().map(|worker| worker.join().unwrap()).sum()
}

async fn confirms(person: &Person<'_>, of: &str, who: Value) -> Told {
    let path = format!("/v1/organisations/{of}/members/confirmation");
    person.post(&path, json!({ "user_ids": who })).await
}

async fn ids(body: &PublicBody<'_>) -> Vec<(String, Value)> {
    let list = body.owner.get(&format!("/v1/organisations/{}/members", body.id)).await;
    let items = list.is(200)["items"].as_array().unwrap().clone();
    items
        .into_iter()
        .map(|m| (m["email"].as_str().unwrap().to_owned(), m["user_id"].clone()))
        .collect()
}

fn id_of(ids: &[(String, Value)], person: &Person<'_>) -> Value {
    ids.iter().find(|(email, _)| *email == person.email).unwrap().1.clone()
}

story! {
    with "account_idle = \"P999D\"",
    async fn whom_no_owner_confirms_for_a_year_does_nothing_there(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let born = world.now();
        let day = |days: i64| world.clock.set(born.plus(Period::days(days)));
        let ids = ids(&camden).await;
        let told = async |person: &Person<'_>, words: &str| {
            world.letters_to(&person.email).await.iter().filter(|l| l.contains(words)).count()
        };
        for (at, bodies, letters) in [(334, 0, 0), (336, 1, 1), (349, 0, 1), (351, 1, 2), (361, 1, 3)] {
            day(at);
            assert_eq!((looked(&world), told(&camden.owner, "Who still belongs").await), (bodies, letters), "day {at}");
        }
        assert_eq!(told(&camden.author, "Who still belongs").await, 0);

        // The author is confirmed in time; nobody looks when the year of the others ends.
        let author = id_of(&ids, &camden.author);
        let confirmed = confirms(&camden.owner, &camden.id, json!([author, author])).await;
        assert_eq!(confirmed.is(200)["members"].as_array().unwrap().len(), 1);
        assert_eq!(confirmed["members"][0]["confirmed_until"], json!(world.now().plus(Period::days(365))));
        assert!(world.letters_to(&camden.owner.email).await.last().unwrap().contains("still belong to Camden"));
        day(366);
        let draft = notices::challenge(&camden.id);
        camden.author.post("/v1/opportunities", draft.clone()).await.is(201);
        let refused = camden.approver.get(&format!("/v1/organisations/{}/invitations", camden.id)).await;
        refused.refused(403, "forbidden");
        camden.owner.get(&format!("/v1/organisations/{}/invitations", camden.id)).await.refused(403, "place-unconfirmed");
        let me = camden.approver.get("/v1/me").await;
        assert_eq!((&me.is(200)["memberships"][0]["roles"], &me["memberships"][0]["unconfirmed"]), (&json!(["approver"]), &json!(["approver"])));
        camden.owner.get(&format!("/v1/organisations/{}/members", camden.id)).await.is(200);

        // They are told, once; a supplier's people need no confirming.
        assert_eq!((looked(&world), looked(&world)), (1, 0));
        assert_eq!((told(&camden.approver, "was not confirmed").await, told(&camden.author, "was not confirmed").await), (1, 0));
        otter.owner.get(&format!("/v1/organisations/{}/invitations", otter.id)).await.is(200);
        confirms(&otter.owner, &otter.id, json!([author])).await.refused(409, "wrong-state");

        // An owner whose own year is over confirms, with a proof that is fresh; nobody else does.
        let all: Vec<&Value> = ids.iter().map(|(_, id)| id).collect();
        confirms(&camden.author, &camden.id, json!(all)).await.refused(403, "forbidden");
        confirms(&otter.owner, &camden.id, json!(all)).await.refused(404, "not-found");
        confirms(&camden.owner, &camden.id, json!([])).await.refused(422, "invalid");
        let mut with_a_stranger = all.clone();
        let stranger = json!("01890a5d-ac96-774b-bcce-b302099a8057");
        with_a_stranger.insert(1, &stranger);
        assert_eq!(confirms(&camden.owner, &camden.id, json!(with_a_stranger)).await.refused(422, "invalid").pointers(), ["/user_ids/1"]);
        camden.owner.get(&format!("/v1/organisations/{}/invitations", camden.id)).await.refused(403, "place-unconfirmed");
        confirms(&camden.owner, &camden.id, json!(all)).await.is(200);
        camden.owner.get(&format!("/v1/organisations/{}/invitations", camden.id)).await.is(200);
        let me = camden.approver.get("/v1/me").await;
        assert_eq!(me.is(200)["memberships"][0]["unconfirmed"], json!([]));
        let events = world.events().await;
        let count = |what: &str| events.iter().filter(|e| *e == what).count();
        assert_eq!((count("member.confirmation_asked"), count("member.confirmed")), (4, 2));
    }
}

story! {
    with "account_idle = \"P999D\"",
    async fn a_new_place_has_its_own_year_and_its_keys_end_with_it(world) {
        let camden = world.public_body("Camden").await;
        world.later("P300D");
        let ada = world.member(&camden.owner, &camden.id, "Ada Osei", &["author"]).await;
        let key = json!({ "name": "Export", "scopes": ["opportunities:write"] });
        let made = ada.post(&format!("/v1/organisations/{}/api-keys", camden.id), key).await;
        let program = crate::world::Client::new(&world.base).with("Authorization", &format!("Bearer {}", made.is(201)["key"].as_str().unwrap()));
        world.later("P70D");
        let draft = notices::challenge(&camden.id);
        camden.author.post("/v1/opportunities", draft.clone()).await.refused(403, "place-unconfirmed");
        ada.post("/v1/opportunities", draft.clone()).await.is(201);
        program.post("/v1/opportunities", draft.clone()).await.is(201);
        world.later("P300D");
        ada.post("/v1/opportunities", draft.clone()).await.refused(403, "place-unconfirmed");
    }
}

story! {
    with "account_idle = \"P999D\"",
    /// SAFETY D11: both hold the role at the commit.
    async fn an_approval_of_an_opening_ends_with_the_place(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        otter.submits(&lot, "t", "1.00").await;
        let born = world.now();
        world.later("PT1H");
        let others: Vec<Value> = ids(&camden).await.into_iter().filter(|(email, _)| *email != camden.opener.email).map(|(_, id)| id).collect();
        confirms(&camden.owner, &camden.id, json!(others)).await.is(200);
        let path = format!("/v1/lots/{lot}/opening-approvals");
        world.clock.set(born.plus(Period::seconds(365 * 86_400 - 60)));
        camden.opener.post(&path, Value::Null).await.is(201);
        world.later("PT2M");
        assert_eq!(camden.second_opener.post(&path, Value::Null).await.is(201)["opened"], false);
        camden.opener.post(&path, Value::Null).await.refused(403, "place-unconfirmed");
    }
}

story! {
    with "account_idle = \"P999D\"",
    async fn nobody_brings_themselves_back_where_an_owner_is_there(world) {
        let camden = world.public_body("Camden").await;
        let left = world.member(&camden.owner, &camden.id, "Left", &["owner"]).await;
        let me = left.get("/v1/me").await.is(200)["id"].clone();
        world.later("P364D");
        let owner = camden.owner.get("/v1/me").await.is(200)["id"].clone();
        confirms(&camden.owner, &camden.id, json!([owner])).await.is(200);
        world.later("P2D");
        confirms(&left, &camden.id, json!([me])).await.refused(403, "place-unconfirmed");
        // They make no key, and hear of nothing that their role is told.
        let key = json!({ "name": "Export", "scopes": ["opportunities:read"] });
        left.post(&format!("/v1/organisations/{}/api-keys", camden.id), key).await.refused(403, "place-unconfirmed");
        let ada = world.person("Ada Osei").await;
        let asked = json!({ "message": "I am new." });
        ada.post(&format!("/v1/organisations/{}/join-requests", camden.id), asked).await.is(201);
        let heard = async |person: &Person<'_>| world.letters_to(&person.email).await.iter().any(|l| l.contains("Ada Osei wants to join"));
        assert_eq!((heard(&camden.owner).await, heard(&left).await), (true, false));
        confirms(&camden.owner, &camden.id, json!([me])).await.is(200);
        left.get(&format!("/v1/organisations/{}/join-requests", camden.id)).await.is(200);
    }
}

story! {
    with "account_idle = \"P999D\"",
    async fn a_merger_confirms_nobody(world) {
        let (east, west) = (world.public_body("East").await, world.public_body("West").await);
        let invite = json!({ "email": east.author.email, "roles": ["viewer"] });
        west.owner.post(&format!("/v1/organisations/{}/invitations", west.id), invite).await.is(201);
        east.author.joins().await;
        world.later("P364D");
        west.confirms_all().await;
        world.later("P2D");
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        let merger = format!("/v1/organisations/{}/merger", east.id);
        first.post(&merger, json!({ "into_id": west.id, "reason": "One council." })).await.is(201);
        second.post(&format!("{merger}/confirmation"), json!({ "into_id": west.id })).await.is(201);
        let place = async |person: &Person<'_>| {
            let place = person.get("/v1/me").await.is(200)["memberships"][0].clone();
            (place["roles"].clone(), place["unconfirmed"].clone())
        };
        assert_eq!(place(&east.approver).await, (json!(["approver"]), json!(["approver"])));
        assert_eq!(place(&east.author).await, (json!(["viewer"]), json!([])));
        west.confirms_all().await;
        assert_eq!(place(&east.approver).await, (json!(["approver"]), json!([])));
    }
}

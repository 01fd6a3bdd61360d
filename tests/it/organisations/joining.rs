//! Asking to join an organisation (LESSONS-PROCUREMENT row 7).

use serde_json::{Value, json};

use crate::{
    story,
    world::{Person, Told},
};

async fn asks(person: &Person<'_>, of: &str) -> Told {
    let message = json!({ "message": "I am new in your parks team." });
    person.post(&format!("/v1/organisations/{of}/join-requests"), message).await
}

async fn answers(owner: &Person<'_>, request: &str, said: Value) -> Told {
    owner.post(&format!("/v1/join-requests/{request}/answer"), said).await
}

story! {
    async fn who_asks_is_answered_by_an_owner_and_both_are_told(world) {
        let camden = world.public_body("Camden").await;
        let ada = world.person("Ada Osei").await;
        let asked = asks(&ada, &camden.id).await;
        assert_eq!((&asked.is(201)["organisation_name"], &asked["outcome"]), (&json!("Camden"), &Value::Null));
        asks(&ada, &camden.id).await.refused(409, "taken");
        asks(&camden.author, &camden.id).await.refused(409, "taken");
        let told = world.letters_to(&camden.owner.email).await;
        assert!(told.last().unwrap().contains("Ada Osei wants to join Camden") && told.last().unwrap().contains("parks team"));
        assert!(!world.letters_to(&camden.author.email).await.iter().any(|l| l.contains("wants to join")));

        let list = format!("/v1/organisations/{}/join-requests", camden.id);
        camden.author.get(&list).await.refused(403, "forbidden");
        ada.get(&list).await.refused(404, "not-found");
        assert_eq!(camden.owner.get(&list).await.is(200)["items"][0]["email"], json!(ada.email));

        let id = asked.id();
        let barnet = world.public_body("Barnet").await;
        for stranger in [&barnet.owner, &ada] {
            answers(stranger, &id, json!({ "accepted": true, "roles": ["author"] })).await.refused(404, "not-found");
        }
        camden.author.post(&format!("/v1/join-requests/{id}/answer"), json!({ "accepted": false })).await.refused(403, "forbidden");
        for (bad, place) in [
            (json!({ "accepted": true }), "/roles"),
            (json!({ "accepted": true, "roles": ["bidder"] }), "/roles/0"),
            (json!({ "accepted": false, "roles": ["author"] }), "/roles"),
        ] {
            assert_eq!(answers(&camden.owner, &id, bad).await.refused(422, "invalid").pointers(), [place]);
        }
        assert_eq!(ada.get("/v1/me").await.is(200)["memberships"], json!([]), "a refusal leaves nothing");
        let yes = json!({ "accepted": true, "roles": ["author", "viewer"], "reason": "Welcome." });
        assert_eq!(answers(&camden.owner, &id, yes.clone()).await.is(201)["outcome"], "accepted");
        answers(&camden.owner, &id, yes).await.refused(409, "wrong-state");
        assert_eq!(ada.get("/v1/me").await.is(200)["memberships"][0]["roles"], json!(["author", "viewer"]));
        let told = world.letters_to(&ada.email).await;
        assert!(told.last().unwrap().contains("You are a member of Camden") && told.last().unwrap().contains("Welcome."));
        ada.delete(&format!("/v1/join-requests/{id}")).await.refused(409, "wrong-state");
        assert_eq!(camden.owner.get(&list).await.is(200)["items"], json!([]));
    }
}

story! {
    async fn who_is_declined_waits_and_who_takes_it_back_does_not(world) {
        let camden = world.public_body("Camden").await;
        let ada = world.person("Ada").await;
        let first = asks(&ada, &camden.id).await.is(201).id();
        camden.owner.delete(&format!("/v1/join-requests/{first}")).await.refused(404, "not-found");
        ada.delete(&format!("/v1/join-requests/{first}")).await.is(204);
        answers(&camden.owner, &first, json!({ "accepted": false })).await.refused(409, "wrong-state");
        let second = asks(&ada, &camden.id).await.is(201).id();
        answers(&camden.owner, &second, json!({ "accepted": false, "reason": "We do not know you." })).await.is(201);
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("We do not know you."));
        asks(&ada, &camden.id).await.refused(409, "wrong-state");
        let mine = ada.get("/v1/me/join-requests").await;
        let outcomes: Vec<&Value> = mine.is(200)["items"].as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
        assert_eq!(outcomes, [&json!("declined"), &json!("withdrawn")]);
        world.later("P30DT1S");
        asks(&ada, &camden.id).await.is(201);

        // A letter of ours for each: nobody writes to a whole country.
        for n in 0..4 {
            let other = world.person(&format!("Owner {n}")).await;
            let new = json!({ "kind": "supplier", "name": format!("Number {n}") });
            let id = other.post("/v1/organisations", new).await.is(201).id();
            asks(&ada, &id).await.is(201);
        }
        let far = world.person("Far").await;
        let id = far.post("/v1/organisations", json!({ "kind": "supplier", "name": "Far" })).await.is(201).id();
        let mine = ada.get("/v1/me/join-requests").await.is(200)["items"][0]["id"].as_str().unwrap().to_owned();
        ada.delete(&format!("/v1/join-requests/{mine}")).await.is(204);
        asks(&ada, &id).await.refused(409, "wrong-state").says("within a day");
        world.later("P1DT1S");
        asks(&ada, &id).await.is(201);
        let last = world.person("Last").await;
        let id = last.post("/v1/organisations", json!({ "kind": "supplier", "name": "Last" })).await.is(201).id();
        let letters = world.letters_to(&last.email).await.len();
        asks(&ada, &id).await.refused(409, "wrong-state");
        assert_eq!(world.letters_to(&last.email).await.len(), letters);
    }
}

story! {
    async fn a_suspended_organisation_is_not_joined_and_a_stale_owner_says_nothing(world) {
        let camden = world.public_body("Camden").await;
        let (ada, eve) = (world.person("Ada").await, world.person("Eve").await);
        let id = asks(&ada, &camden.id).await.is(201).id();
        let stale = camden.owner.client().await;
        world.later("PT5M1S");
        let path = format!("/v1/join-requests/{id}/answer");
        stale.post(&path, json!({ "accepted": true, "roles": ["author"] })).await.refused(403, "step-up-needed");
        let administrator = world.administrator().await;
        let suspension = format!("/v1/organisations/{}/suspension", camden.id);
        administrator.post(&suspension, json!({ "reason": "Because." })).await;
        asks(&eve, &camden.id).await.refused(409, "wrong-state");
        camden.owner.post(&path, json!({ "accepted": true, "roles": ["author"] })).await.refused(404, "not-found");
        assert_eq!(world.count("join_requests"), 1);

        // Where no owner is there to answer, nobody waits for ever.
        let barnet = world.public_body("Barnet").await;
        administrator.post(&format!("/v1/users/{}/suspension", barnet.owner.id), json!({ "reason": "Because." })).await.is(204);
        asks(&eve, &barnet.id).await.refused(409, "wrong-state").says("no active owner");
        assert_eq!(world.count("join_requests"), 1);
    }
}

//! Assessments of applications, criterion by criterion.

use futures_util::future::join;
use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Told,
        capabilities::{
            CATEGORIES, QUEUE, application, applies, assesses, category, findings, found_by,
            letters, makes, of_criteria, revokes, showing, shown,
        },
    },
};

/// Statuses of two that raced, the smaller first.
fn both(told: &(Told, Told)) -> [u16; 2] {
    let mut all = [told.0.status, told.1.status];
    all.sort_unstable();
    all
}

story! {
    async fn an_assessment_is_made_once_by_somebody_else_and_told_with_feedback(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        makes(&admin, of_criteria("drainage", &["delivered", "staffed"])).await.is(201);
        let new = || showing("drainage", &["delivered", "staffed"]);
        let path = format!("{QUEUE}/{}", applies(&otter.bidder, &otter, new()).await.is(201).id());
        let met = |staffed| [("delivered", true), ("staffed", staffed)];
        world.stranger().post(&format!("{path}/assessment"), findings(&met(true))).await.refused(401, "unauthenticated");
        assesses(&otter.owner, &path, &met(true)).await.refused(403, "forbidden");
        let badger = world.supplier("Badger").await;
        assesses(&badger.owner, &path, &met(true)).await.refused(404, "not-found");

        // Whoever has a place in the supplier leaves it to another.
        let invitations = format!("/v1/organisations/{}/invitations", otter.id);
        otter.owner.post(&invitations, json!({ "email": admin.email, "roles": ["viewer"] })).await.is(201);
        admin.joins().await;
        assesses(&admin, &path, &met(true)).await.refused(403, "four-eyes");
        revokes(&admin, &path).await.refused(403, "four-eyes");
        let second = world.second_administrator().await;
        let wrong = json!({ "findings": [
            { "criterion": "delivered", "met": false }, { "criterion": "delivered", "met": true }, { "criterion": "dug", "met": true }] });
        let told = second.post(&format!("{path}/assessment"), wrong).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/findings", "/findings/0/feedback", "/findings/1/criterion", "/findings/2/criterion"]);
        assert_eq!(world.count("capability_assessments"), 0, "a refusal leaves nothing");

        let declined = assesses(&second, &path, &met(false)).await;
        assert_eq!(declined.is(201)["state"], "declined");
        let one = otter.bidder.get(&path).await;
        assert_eq!((&one.is(200)["findings"][1]["met"], &one["good_until"]), (&json!(false), &Value::Null));
        for person in [&otter.owner, &otter.bidder] {
            let told = letters(&world, person, "not every criterion is met").await;
            assert!(told[0].contains("Has staffed it: not met. Nobody can see that you have staffed it.") && told[0].contains("Has delivered it: met."), "{told:?}");
        }
        assert!(shown(&world, &otter.id).await.is_empty() && found_by(&world, "drainage").await.is_empty());
        assesses(&second, &path, &met(true)).await.refused(409, "wrong-state").says("declined already");
        otter.owner.delete(&path).await.refused(409, "wrong-state");
        revokes(&second, &path).await.refused(409, "wrong-state");

        // Who was declined applies again at once.
        let again = format!("{QUEUE}/{}", applies(&otter.bidder, &otter, new()).await.is(201).id());
        assert_eq!(assesses(&second, &again, &met(true)).await.is(201)["state"], "granted");
        assert_eq!(otter.bidder.get(&again).await.is(200)["good_until"], "2028-09-01T23:00:00Z");
        assert!(letters(&world, &otter.owner, "every criterion is met").await.last().unwrap().contains("2 September 2028, 00:00 BST"));
        assert_eq!(shown(&world, &otter.id).await, ["drainage"]);
        assert_eq!(found_by(&world, "drainage").await, ["Otter"]);
        assert!(found_by(&world, "archives").await.is_empty());
        world.public("/v1/suppliers?capability=No!").await.refused(400, "bad-parameter");
        let all = world.events().await;
        assert_eq!(all.iter().filter(|event| *event == "capability.assessed").count(), 2);
    }
}

story! {
    async fn whoever_comes_at_once_one_of_them_is_first(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        let second = world.second_administrator().await;
        for code in ["drainage", "archives"] {
            makes(&admin, category(code)).await.is(201);
        }
        let twice = join(applies(&otter.owner, &otter, application("drainage")), applies(&otter.bidder, &otter, application("drainage"))).await;
        assert_eq!(both(&twice), [201, 409], "{} {}", twice.0.text, twice.1.text);
        let path = format!("{QUEUE}/{}", if twice.0.status == 201 { twice.0.id() } else { twice.1.id() });
        let (yes, no) = ([("delivered", true)], [("delivered", false)]);
        let assessed = join(assesses(&admin, &path, &yes), assesses(&second, &path, &no)).await;
        assert_eq!(both(&assessed), [201, 409], "{} {}", assessed.0.text, assessed.1.text);
        assert_eq!(world.count("capability_assessments"), 1);
        let granted = if assessed.0.status == 201 { "granted" } else { "declined" };
        assert_eq!(otter.owner.get(&path).await.is(200)["state"], granted);
        assert_eq!(world.count("capabilities"), i64::from(granted == "granted"));

        let path = otter.applies("archives").await;
        let ended = join(assesses(&admin, &path, &yes), otter.owner.delete(&path)).await;
        assert!([[201, 409], [204, 409]].contains(&both(&ended)), "{} {}", ended.0.text, ended.1.text);
        let state = otter.owner.get(&path).await.is(200)["state"].clone();
        assert_eq!(state, if ended.0.status == 201 { "granted" } else { "withdrawn" });
        assert_eq!(found_by(&world, "archives").await.len(), usize::from(ended.0.status == 201));

        // New criteria and evidence for the old ones: never both.
        makes(&admin, category("meadows")).await.is(201);
        let two = json!({ "criteria": of_criteria("meadows", &["delivered", "staffed"])["criteria"] });
        let meadows = format!("{CATEGORIES}/meadows");
        let crossed = join(admin.patch(&meadows, "\"1\"", two), applies(&otter.owner, &otter, application("meadows"))).await;
        assert!([[200, 422], [201, 409]].contains(&both(&crossed)), "{} {}", crossed.0.text, crossed.1.text);
        if crossed.1.status == 201 {
            otter.owner.delete(&format!("{QUEUE}/{}", crossed.1.id())).await.is(204);
        }

        // Applied and taken back by two people at once: what is left is one that waits, or none.
        let path = otter.applies("archives").await;
        let moved = join(otter.owner.delete(&path), applies(&otter.bidder, &otter, application("archives"))).await;
        moved.0.is(204);
        let waiting = admin.get(QUEUE).await.is(200)["items"].as_array().unwrap().len();
        assert_eq!(waiting, usize::from(moved.1.status == 201), "{}", moved.1.text);
        let path = if waiting == 1 { format!("{QUEUE}/{}", moved.1.id()) } else { otter.applies("archives").await };
        let taken_back = join(otter.owner.delete(&path), otter.bidder.delete(&path)).await;
        assert_eq!(both(&taken_back), [204, 409]);
    }
}

story! {
    async fn evidence_and_feedback_stand_where_they_belong_alone(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let admin = world.administrator().await;
        makes(&admin, category("drainage")).await.is(201);
        let path = otter.applies("drainage").await;
        let found = json!({ "findings": [{ "criterion": "delivered", "met": true, "feedback": "A clear picture of ditches." }] });
        admin.post(&format!("{path}/assessment"), found).await.is(201);
        world.run_workers().await;
        for body in world.event_bodies() {
            assert!(!body.contains("Wessex") && !body.contains("clear picture"), "{body}");
        }
        for kept in world.texts_of("idempotency_keys", "answer") {
            assert!(!kept.contains("Wessex") && !kept.contains("clear picture"), "{kept}");
        }
        for person in [&otter.owner, &otter.bidder, &badger.owner, &admin] {
            for letter in world.letters_to(&person.email).await {
                assert!(!letter.contains("Wessex"), "{letter}");
            }
        }
        assert!(letters(&world, &otter.bidder, "clear picture").await.len() == 1 && letters(&world, &badger.owner, "drainage").await.is_empty());
        for (reader, path) in [
            (&badger.owner, format!("/v1/suppliers/{}", otter.id)), (&badger.owner, "/v1/suppliers?capability=drainage".to_owned()),
            (&badger.owner, format!("/v1/organisations/{}", otter.id)), (&badger.owner, format!("{CATEGORIES}/drainage")),
            (&admin, QUEUE.to_owned()), (&admin, otter.applications()),
        ] {
            let told = reader.get(&path).await;
            assert!(!told.is(200).text.contains("Wessex") && !told.text.contains("clear picture"), "{}", told.text);
        }
    }
}

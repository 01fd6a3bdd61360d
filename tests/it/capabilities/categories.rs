//! Categories of capabilities, each with its criteria.

use serde_json::{Value, json};

use crate::{
    story,
    world::capabilities::{
        CATEGORIES, QUEUE, applies, category, makes, of_criteria, showing, words,
    },
};

story! {
    async fn a_category_is_made_changed_and_retired_by_administrators(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        assert_eq!(world.public(CATEGORIES).await.is(200)["items"], json!([]));
        world.stranger().post(CATEGORIES, category("drainage")).await.refused(401, "unauthenticated");
        makes(&otter.owner, category("drainage")).await.refused(403, "forbidden");
        let keys: Vec<String> = (0..13).map(|n| format!("k{n}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let wrong = json!({ "code": "Drainage!", "title": " ", "description": "D.", "criteria": [
            { "key": "a", "title": "A", "guidance": "" }] });
        assert_eq!(makes(&admin, wrong).await.refused(422, "invalid").pointers(), ["/code", "/criteria/0/guidance", "/title"]);
        for (keys, place) in [(&keys[..], "/criteria"), (&[], "/criteria"), (&["a", "b", "a"], "/criteria/2/key")] {
            assert_eq!(makes(&admin, of_criteria("drainage", keys)).await.refused(422, "invalid").pointers(), [place]);
        }
        assert_eq!(world.count("capability_categories"), 0, "a refusal leaves nothing");
        let made = makes(&admin, category("drainage")).await;
        assert_eq!((&made.is(201)["state"], &made["version"], made.etag()), (&json!("open"), &json!(1), "\"1\"".to_owned()));
        makes(&admin, category("drainage")).await.refused(409, "taken");
        makes(&admin, of_criteria("archives", &keys[..12])).await.is(201);

        let path = format!("{CATEGORIES}/drainage");
        assert_eq!(world.public(&path).await.is(200)["criteria"][0]["key"], "delivered");
        let list = world.public(&format!("{CATEGORIES}?limit=1")).await;
        assert_eq!(words(&list.is(200)["items"], "code"), ["archives"]);
        let rest = world.public(&format!("{CATEGORIES}?limit=1&cursor={}", list["next"].as_str().unwrap())).await;
        assert_eq!((words(&rest["items"], "code"), &rest["next"]), (vec!["drainage".to_owned()], &Value::Null));

        // Criteria change until somebody has shown that they meet them, even if they took it back.
        let client = admin.client().await;
        client.patch(&path, json!({ "title": "Drains" })).await.refused(428, "if-match-missing");
        otter.owner.patch(&path, "\"1\"", json!({ "title": "Drains" })).await.refused(403, "forbidden");
        admin.patch(&format!("{CATEGORIES}/nothing"), "\"1\"", json!({ "title": "Drains" })).await.refused(404, "not-found");
        assert_eq!(admin.patch(&path, "\"1\"", json!({ "code": "drains" })).await.refused(422, "invalid").pointers(), ["/code"]);
        let two = of_criteria("drainage", &["delivered", "staffed"])["criteria"].clone();
        assert_eq!(admin.patch(&path, "\"1\"", json!({ "criteria": two })).await.is(200)["version"], 2);
        admin.patch(&path, "\"1\"", json!({ "title": "Drains" })).await.refused(412, "stale");
        let waits = applies(&otter.owner, &otter, showing("drainage", &["delivered", "staffed"])).await.is(201).id();
        otter.owner.delete(&format!("{QUEUE}/{waits}")).await.is(204);
        admin.patch(&path, "\"2\"", json!({ "criteria": category("x")["criteria"] })).await.refused(409, "wrong-state").says("have applied");
        // The same criteria once more are no change.
        let same = admin.patch(&path, "\"2\"", json!({ "title": "Drains", "criteria": two })).await;
        assert_eq!((&same.is(200)["title"], &same["criteria"].as_array().unwrap().len()), (&json!("Drains"), &2));

        otter.owner.post(&format!("{path}/retirement"), json!({ "reason": "Old." })).await.refused(403, "forbidden");
        admin.act(&format!("{path}/retirement"), "\"1\"", json!({ "reason": "Old." })).await.refused(412, "stale");
        admin.post(&format!("{path}/retirement"), json!({ "reason": " " })).await.refused(422, "invalid");
        let retired = admin.act(&format!("{path}/retirement"), "\"3\"", json!({ "reason": "Old." })).await;
        assert_eq!((&retired.is(201)["state"], &retired["retired_because"]), (&json!("retired"), &json!("Old.")));
        admin.post(&format!("{path}/retirement"), json!({ "reason": "Old." })).await.refused(409, "wrong-state");
        admin.patch(&path, &retired.etag(), json!({ "title": "Drainage" })).await.refused(409, "wrong-state");
        assert_eq!(world.public(&path).await.is(200)["retired_at"], world.now().to_string());
        applies(&otter.owner, &otter, showing("drainage", &["delivered", "staffed"])).await.refused(409, "wrong-state").says("retired");
    }
}

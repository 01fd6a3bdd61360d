//! What suppliers are assessed for, on evidence for each criterion (LESSONS-PROCUREMENT row 24).

use futures_util::future::join;
use guildhall::{capabilities::held, kernel::Id};
use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Person, Supplier, Told, World,
        capabilities::{EVIDENCE, application, assesses, category, findings, of_criteria, showing},
    },
};

const CATEGORIES: &str = "/v1/capability-categories";
const QUEUE: &str = "/v1/capability-applications";

async fn makes(admin: &Person<'_>, new: Value) -> Told {
    admin.post(CATEGORIES, new).await
}

async fn applies(person: &Person<'_>, supplier: &Supplier<'_>, new: Value) -> Told {
    person.post(&supplier.applications(), new).await
}

async fn revokes(person: &Person<'_>, application: &str) -> Told {
    person
        .post(&format!("{application}/revocation"), json!({ "reason": "It was another's." }))
        .await
}

/// The codes that the public directory shows of a supplier.
async fn shown(world: &World, supplier: &str) -> Vec<String> {
    let told = world.public(&format!("/v1/suppliers/{supplier}")).await;
    words(&told.is(200)["capabilities"], "code")
}

async fn found_by(world: &World, code: &str) -> Vec<String> {
    let told = world.public(&format!("/v1/suppliers?capability={code}")).await;
    words(&told.is(200)["items"], "name")
}

fn words(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
}

async fn letters(world: &World, person: &Person<'_>, words: &str) -> Vec<String> {
    let all = world.letters_to(&person.email).await;
    all.into_iter().filter(|letter| letter.contains(words)).collect()
}

/// Statuses of two that raced, the smaller first.
fn both(told: &(Told, Told)) -> [u16; 2] {
    let mut all = [told.0.status, told.1.status];
    all.sort_unstable();
    all
}

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

story! {
    async fn a_supplier_applies_with_evidence_for_every_criterion(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let camden = world.public_body("Camden").await;
        let admin = world.administrator().await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        makes(&admin, of_criteria("drainage", &["delivered", "staffed"])).await.is(201);
        let whole = || showing("drainage", &["delivered", "staffed"]);
        let before = world.count("audit_events");
        world.stranger().post(&otter.applications(), whole()).await.refused(401, "unauthenticated");
        applies(&viewer, &otter, whole()).await.refused(403, "forbidden");
        for stranger in [&badger.owner, &camden.owner, &admin] {
            applies(stranger, &otter, whole()).await.refused(404, "not-found");
        }
        // A public body is assessed for nothing.
        let there = format!("/v1/organisations/{}/capability-applications", camden.id);
        camden.owner.post(&there, whole()).await.refused(404, "not-found");
        camden.owner.get(&there).await.refused(404, "not-found");
        let wrong = json!({ "category": "drainage", "evidence": [
            { "criterion": "delivered", "text": "Yes.", "url": "http://otter.example" },
            { "criterion": "delivered", "text": "Yes." },
            { "criterion": "dug", "text": "Yes.", "url": "javascript:alert(1)" }] });
        let told = applies(&otter.bidder, &otter, wrong).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/evidence", "/evidence/0/url", "/evidence/1/criterion", "/evidence/2/criterion", "/evidence/2/url"]);
        let long = json!({ "category": "drainage", "evidence": [{ "criterion": "delivered", "text": "x".repeat(4_001) }, { "criterion": "S", "text": "" }] });
        let told = applies(&otter.bidder, &otter, long).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/evidence/0/text", "/evidence/1/criterion", "/evidence/1/text"]);
        assert_eq!(applies(&otter.bidder, &otter, application("nothing")).await.refused(422, "invalid").pointers(), ["/category"]);
        assert_eq!((world.count("capability_applications"), world.count("audit_events")), (0, before), "a refusal leaves nothing");

        let applied = applies(&otter.bidder, &otter, whole()).await;
        assert_eq!((&applied.is(201)["state"], &applied["category_title"]), (&json!("submitted"), &json!("The art of drainage")));
        let path = format!("{QUEUE}/{}", applied.id());
        applies(&otter.owner, &otter, whole()).await.refused(409, "taken");
        for reader in [&viewer, &otter.owner, &admin] {
            let one = reader.get(&path).await;
            assert_eq!((&one.is(200)["evidence"][1]["text"], &one["findings"]), (&json!(EVIDENCE), &json!([])));
            assert_eq!(words(&reader.get(&otter.applications()).await.is(200)["items"], "id"), [applied.id()]);
        }
        let auditor = world.auditor_of(&[&camden.id]).await;
        for stranger in [&badger.owner, &camden.owner, &auditor] {
            stranger.get(&path).await.refused(404, "not-found");
            stranger.get(&otter.applications()).await.refused(404, "not-found");
            stranger.delete(&path).await.refused(404, "not-found");
            stranger.get(QUEUE).await.refused(403, "forbidden");
        }

        // Taken back while it waits, by whoever may apply, once.
        viewer.delete(&path).await.refused(403, "forbidden");
        admin.delete(&path).await.refused(404, "not-found");
        otter.owner.delete(&path).await.is(204);
        otter.owner.delete(&path).await.refused(409, "wrong-state").says("withdrawn already");
        let gone = otter.owner.get(&path).await;
        assert_eq!((&gone.is(200)["state"], &gone["withdrawn_at"]), (&json!("withdrawn"), &json!(world.now())));
        applies(&otter.owner, &otter, whole()).await.is(201);
    }
}

story! {
    async fn five_wait_at_most_and_the_queue_is_read_oldest_first(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let admin = world.administrator().await;
        for n in 1..=6 {
            makes(&admin, category(&format!("c{n}"))).await.is(201);
        }
        let mut paths = Vec::new();
        for n in 1..=5 {
            paths.push(otter.applies(&format!("c{n}")).await);
        }
        applies(&otter.owner, &otter, application("c6")).await.refused(409, "wrong-state").says("five");
        badger.applies("c6").await;
        let list = format!("{QUEUE}?state=submitted&limit=4");
        let first = admin.get(&list).await;
        assert_eq!(words(&first.is(200)["items"], "category"), ["c1", "c2", "c3", "c4"]);
        assert!(!first.text.contains(EVIDENCE));
        let next = first["next"].as_str().unwrap();
        let rest = admin.get(&format!("{list}&cursor={next}")).await;
        assert_eq!((words(&rest.is(200)["items"], "category"), &rest["next"]), (vec!["c5".to_owned(), "c6".to_owned()], &Value::Null));
        admin.get(&format!("{QUEUE}?state=granted&cursor={next}")).await.refused(400, "bad-parameter");
        admin.get(&format!("{QUEUE}?state=old")).await.refused(400, "bad-parameter");
        otter.bidder.delete(&paths[1]).await.is(204);
        assesses(&admin, &paths[0], &[("delivered", false)]).await.is(201);
        assert_eq!(words(&admin.get(QUEUE).await.is(200)["items"], "category"), ["c3", "c4", "c5", "c6"]);
        assert_eq!(words(&admin.get(&format!("{QUEUE}?state=declined")).await.is(200)["items"], "category"), ["c1"]);
        otter.applies("c6").await;
        let own = otter.bidder.get(&format!("{}?limit=2", otter.applications())).await;
        assert_eq!(words(&own.is(200)["items"], "category"), ["c6", "c5"]);
    }
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
    async fn a_capability_is_held_until_its_end_its_renewal_or_its_revocation(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let admin = world.administrator().await;
        makes(&admin, category("drainage")).await.is(201);
        let first = world.grants(&otter, "drainage").await;
        world.grants(&badger, "drainage").await;
        let page = format!("/v1/suppliers/{}", otter.id);
        let before = world.public(&page).await;
        assert_eq!(before.is(200)["capabilities"], json!([{ "code": "drainage", "title": "The art of drainage", "until": "2028-09-01T23:00:00Z" }]));

        // A renewal that waits, or fails, takes nothing away; one that is granted takes its place.
        world.later("P60D");
        let failed = otter.applies("drainage").await;
        assesses(&admin, &failed, &[("delivered", false)]).await.is(201);
        assert_eq!(shown(&world, &otter.id).await, ["drainage"]);
        let renewed = world.grants(&otter, "drainage").await;
        let after = world.public(&page).await;
        assert_eq!(after["capabilities"][0]["until"], "2028-11-01T00:00:00Z");
        assert_ne!(after.etag(), before.etag());
        assert_eq!(world.count("capabilities"), 2);

        // One statement for all.
        let ids: Vec<Id<_>> = [&otter.id, &badger.id].iter().map(|id| id.parse().unwrap()).collect();
        let (now, reads) = (world.now(), world.reads());
        let all = world.app.pool.read_here(|db| held(db, &ids, now)).unwrap();
        assert_eq!(world.reads() - reads, 1);
        assert_eq!(all.iter().map(|one| one.organisation).collect::<Vec<_>>(), ids);
        assert_eq!((all[0].code.as_str(), all[0].until.to_string()), ("drainage", "2028-11-01T00:00:00Z".to_owned()));
        assert!(world.app.pool.read_here(|db| held(db, &[], now)).unwrap().is_empty());

        // What was renewed is not what is held any more.
        revokes(&otter.owner, &renewed).await.refused(403, "forbidden");
        revokes(&badger.owner, &renewed).await.refused(404, "not-found");
        admin.post(&format!("{renewed}/revocation"), json!({})).await.refused(422, "invalid");
        revokes(&admin, &first).await.refused(409, "wrong-state");
        revokes(&admin, &renewed).await.is(201);
        revokes(&admin, &renewed).await.refused(409, "wrong-state");
        let told = otter.bidder.get(&renewed).await;
        assert_eq!((&told.is(200)["state"], &told["revoked_because"]), (&json!("granted"), &json!("It was another's.")));
        assert!(letters(&world, &otter.bidder, "was revoked").await[0].contains("It was another's."));
        assert!(shown(&world, &otter.id).await.is_empty());
        assert_eq!(found_by(&world, "drainage").await, ["Badger"]);
        // It may be shown anew; a category that is retired is held until its end.
        otter.applies("drainage").await;
        admin.post(&format!("{CATEGORIES}/drainage/retirement"), json!({ "reason": "Old." })).await.is(201);
        let waiting = admin.get(QUEUE).await.is(200)["items"][0]["id"].as_str().unwrap().to_owned();
        assesses(&admin, &format!("{QUEUE}/{waiting}"), &[("delivered", true)]).await.is(201);
        assert_eq!(found_by(&world, "drainage").await, ["Otter", "Badger"].iter().rev().copied().collect::<Vec<_>>());
        world.at("2028-09-01T22:59:59Z");
        assert_eq!(shown(&world, &badger.id).await, ["drainage"]);
        world.at("2028-09-01T23:00:00Z");
        assert!(shown(&world, &badger.id).await.is_empty());
        assert_eq!(found_by(&world, "drainage").await, ["Otter"]);
        let now = world.now();
        assert_eq!(world.app.pool.read_here(|db| held(db, &ids, now)).unwrap().len(), 1);
    }
}

story! {
    async fn only_a_verified_supplier_that_is_not_suspended_is_assessed(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        makes(&admin, category("drainage")).await.is(201);
        makes(&admin, category("archives")).await.is(201);
        let heron = world.person("Heron").await;
        let new = json!({ "kind": "supplier", "name": "Heron" });
        let unverified = heron.post("/v1/organisations", new).await.is(201).id();
        let there = format!("/v1/organisations/{unverified}/capability-applications");
        heron.post(&there, application("drainage")).await.refused(403, "forbidden").says("not verified");

        world.grants(&otter, "drainage").await;
        let path = otter.applies("archives").await;
        let own = format!("/v1/organisations/{}", otter.id);
        admin.post(&format!("{own}/suspension"), json!({ "reason": "Because." })).await.is(201);
        applies(&otter.bidder, &otter, application("archives")).await.refused(404, "not-found");
        for person in [&otter.owner, &otter.bidder] {
            person.get(&path).await.refused(404, "not-found");
            person.delete(&path).await.refused(404, "not-found");
        }
        assesses(&admin, &path, &[("delivered", true)]).await.refused(409, "wrong-state").says("suspended");
        assert!(found_by(&world, "drainage").await.is_empty());
        world.public(&format!("/v1/suppliers/{}", otter.id)).await.refused(404, "not-found");
        admin.delete(&format!("{own}/suspension")).await.is(204);
        assert_eq!(found_by(&world, "drainage").await, ["Otter"]);

        // Who is looked at again begins nothing; what was begun goes on.
        admin.post(&format!("{own}/reverification"), json!({ "reason": "A new address." })).await.is(201);
        assesses(&admin, &path, &[("delivered", false)]).await.is(201);
        applies(&otter.bidder, &otter, application("archives")).await.refused(403, "forbidden");
        assert_eq!(world.count("capability_applications"), 2);
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
        world.settle().await;
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

story! {
    with "account_idle = \"P9999D\"",
    /// A supplier hears 30 and 7 days before a capability runs out, once, whoever looks.
    async fn a_supplier_is_reminded_before_a_capability_runs_out(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        for code in ["drainage", "archives"] {
            makes(&admin, category(code)).await.is(201);
        }
        world.grants(&otter, "drainage").await;
        let revoked = world.grants(&otter, "archives").await;
        revokes(&admin, &revoked).await.is(201);
        let looked = || {
            let workers: Vec<_> = (0..4).map(|_| {
                let app = world.app.clone();
                std::thread::spawn(move || guildhall::capabilities::remind_around(&app).unwrap())
            }).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
        };
        let told = async || letters(&world, &otter.bidder, "expires soon").await;
        for (at, reminders, all) in [
            ("2028-08-02T22:59:59Z", 0, 0), ("2028-08-02T23:00:00Z", 1, 1), ("2028-08-20T00:00:00Z", 0, 1),
            ("2028-08-25T23:00:00Z", 1, 2), ("2028-08-31T00:00:00Z", 0, 2),
        ] {
            world.at(at);
            assert_eq!((looked(), told().await.len()), (reminders, all), "{at}");
        }
        assert!(told().await[0].contains("The art of drainage") && told().await[0].contains("apply again"));
        // Renewed, it is reminded of its new end; retired meanwhile, it cannot be renewed once more.
        world.grants(&otter, "drainage").await;
        admin.post(&format!("{CATEGORIES}/drainage/retirement"), json!({ "reason": "Old." })).await.is(201);
        world.at("2030-08-15T00:00:00Z");
        assert_eq!((looked(), told().await.len()), (1, 3));
        assert!(told().await[2].contains("cannot be renewed"));
        // Who looks too late says nothing of what has ended.
        world.at("2030-09-15T00:00:00Z");
        assert_eq!((looked(), told().await.len()), (1, 3));
        assert_eq!((looked(), world.events().await.iter().filter(|event| *event == "capability.reminded").count()), (0, 4));
    }
}

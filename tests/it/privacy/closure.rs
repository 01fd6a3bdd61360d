//! The end of an account, and the holds that keep it open (SAFETY M2).

use serde_json::json;

use super::archive::{evaluated, exported, found, part, verified};
use crate::{
    accounts::passwords::{NEW, OLD, asks, signs_in},
    story,
    world::{Person, notices::procurement},
};

story! {
    async fn a_closed_account_leaves_no_name_behind(world) {
        let (camden, evaluator) = evaluated(&world).await;
        let (email, name) = (evaluator.email.clone(), format!("Evaluator {}", email_lot(&evaluator)));
        let draft = evaluator.post("/v1/opportunities", procurement(&camden.id)).await.is(201).clone();
        world.run_workers().await;
        assert!(found(&world, &[&email, &name]).len() > 5);

        evaluator.post("/v1/me/closure", json!({ "password": NEW })).await.refused(403, "forbidden");
        world.stranger().post("/v1/me/closure", json!({ "password": OLD })).await.refused(401, "unauthenticated");
        assert_eq!(evaluator.post("/v1/me/closure", json!({})).await.refused(422, "invalid").pointers(), ["/password"]);
        let closed = evaluator.post("/v1/me/closure", json!({ "password": OLD })).await;
        let kept: Vec<_> = closed.is(200)["kept"].as_array().unwrap().iter().map(|k| k["records"].as_str().unwrap()).collect();
        assert_eq!(kept, ["log", "notices", "panels", "declarations", "marks", "marks_submitted"]);
        assert!(closed.text.contains("Procurement Act 2023") && closed.text.contains("three years"));

        evaluator.get("/v1/me").await.refused(401, "unauthenticated");
        // Until it is sent the last letter knows its address; then nothing does.
        let letters = world.letters_to(&email).await;
        assert!(letters.last().unwrap().contains("Your name, address, password and devices are erased"));
        assert!(world.letters_to(&camden.owner.email).await.last().unwrap().contains("has closed their account"));
        world.later("P1DT1S");
        world.run_workers().await;
        assert_eq!(found(&world, &[&email, &name, "elsewhere@people.example"]), Vec::<String>::new());
        assert!(verified(&world) > 50);

        signs_in(&world, &email, OLD).await.refused(401, "unauthenticated");
        asks(&world, "/v1/users/password-reset", json!({ "email": email })).await.is(204);
        assert!(world.letters_to(&email).await.last().unwrap().contains("There is no account with this address"));

        // Others see that somebody was there; what was written stays where it belongs.
        let lot = email_lot(&evaluator);
        let panel = camden.owner.get(&format!("/v1/lots/{lot}/panel")).await;
        panel.is(200).says("a former member");
        let members = camden.owner.get(&format!("/v1/organisations/{}/members", camden.id)).await;
        assert!(!members.is(200).text.contains(&evaluator.id));
        camden.author.get(&format!("/v1/opportunities/{}", draft.id())).await.is(200);
        assert_eq!(world.count("scores"), 6);

        let again = json!({ "email": email, "password": NEW, "full_name": "Somebody Else" });
        asks(&world, "/v1/users", again).await.is(201);
        let token = world.token_for(&email).await;
        asks(&world, "/v1/users/verification", json!({ "token": token })).await.is(204);
        signs_in(&world, &email, NEW).await.is(201);
    }
}

/// The id of the lot that an evaluator of the stage is named after.
fn email_lot(evaluator: &Person<'_>) -> String {
    evaluator.email.split('@').next().unwrap().strip_prefix("evaluator-").unwrap().to_owned()
}

story! {
    async fn the_last_owner_hands_over_before_closing(world) {
        let camden = world.public_body("Camden").await;
        let told = camden.owner.post("/v1/me/closure", json!({ "password": OLD })).await;
        told.refused(409, "wrong-state").says("last active owner of Camden");
        assert_eq!(told["organisations"], json!([camden.id]));
        camden.owner.get("/v1/me").await.is(200);
        // An owner who is suspended owns nothing for anybody.
        let second = world.member(&camden.owner, &camden.id, "Second", &["owner"]).await;
        let admin = world.administrator().await;
        let suspension = format!("/v1/users/{}/suspension", second.id);
        admin.post(&suspension, json!({ "reason": "Because." })).await.is(204);
        camden.owner.post("/v1/me/closure", json!({ "password": OLD })).await.refused(409, "wrong-state");
        admin.delete(&suspension).await.is(204);
        let key = camden.owner.client().await.with("idempotency-key", "closing");
        let first = key.post("/v1/me/closure", json!({ "password": OLD })).await;
        assert!(first.is(200)["kept"].as_array().unwrap().iter().any(|k| k["records"] == "log"));
        camden.owner.client().await.get("/v1/me").await.refused(401, "unauthenticated");
        assert_eq!(world.events().await.iter().filter(|e| *e == "user.closed").count(), 1);
        signs_in(&world, &second.email, OLD).await.is(201);
        assert_eq!(world.count("members"), 5);
    }
}

story! {
    async fn what_the_law_holds_is_not_closed(world) {
        let (ada, eve, admin) = (world.person("Ada").await, world.person("Eve").await, world.administrator().await);
        let auditor = world.auditor().await;
        let path = format!("/v1/users/{}/legal-hold", ada.id);
        let lifting = format!("{path}/lifting");
        let reason = json!({ "reason": "Claim CO/1234/2026." });
        for at in [&path, &lifting] {
            ada.post(at, reason.clone()).await.refused(404, "not-found");
            eve.post(at, reason.clone()).await.refused(404, "not-found");
            auditor.post(at, reason.clone()).await.refused(404, "not-found");
            world.stranger().post(at, reason.clone()).await.refused(401, "unauthenticated");
            assert_eq!(admin.post(at, json!({ "reason": " " })).await.refused(422, "invalid").pointers(), ["/reason"]);
        }
        ada.get(&path).await.refused(404, "not-found");
        admin.post(&path.replace(&ada.id, &admin.id), reason.clone()).await.refused(403, "four-eyes");
        admin.post(&lifting, reason.clone()).await.refused(409, "wrong-state");
        assert_eq!(world.count("legal_holds"), 0);

        admin.post(&path, reason.clone()).await.is(204);
        admin.post(&path, reason.clone()).await.refused(409, "wrong-state");
        ada.post("/v1/me/closure", json!({ "password": OLD })).await.refused(409, "wrong-state").says("under a legal hold");
        let holds = auditor.get(&path).await;
        assert_eq!(holds.is(200)["items"][0]["reason"], "Claim CO/1234/2026.");
        // One sees that one is held, not why.
        let files = exported(&ada).await;
        assert_eq!(part(&files, "holds").len(), 1);
        assert!(files.iter().all(|(_, text)| !text.contains("CO/1234")));

        admin.post(&lifting, json!({ "reason": "Settled." })).await.is(204);
        assert_eq!(admin.get(&path).await["items"][0]["lift_reason"], "Settled.");
        let closed = ada.post("/v1/me/closure", json!({ "password": OLD })).await;
        assert!(closed.is(200).text.contains("legal holds on your data"));
        admin.post(&path, reason).await.refused(409, "wrong-state").says("closed");
        assert!(world.events().await.contains(&"user.hold_lifted".to_owned()));
    }
}

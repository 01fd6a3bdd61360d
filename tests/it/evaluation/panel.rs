//! Panels: declared first, marking alone, agreeing together.

use serde_json::{Value, json};

use crate::{story, world::judging::marks};

story! {
    async fn no_declaration_no_bid_and_a_conflict_bars_it(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (own, _) = otter.submits(&lot, "o", "30000.00").await;
        let (theirs, _) = badger.submits(&lot, "b", "45000.00").await;
        let panel = world.panel(&camden, &lot).await;
        let declarations = format!("/v1/lots/{lot}/declarations");
        let nothing = json!({ "conflicts": [], "statement": "None at all." });
        panel.chair.post(&declarations, nothing.clone()).await.refused(409, "wrong-state");
        world.past_the_deadline();
        camden.opens(&lot).await;
        panel.chair.get(&own).await.refused(403, "forbidden").says("declare");
        assert!(!panel.chair.get(&own).await.text.contains("Otter"));
        panel.chair.put(&format!("{own}/scores"), marks("5", "3", "1")).await.refused(403, "forbidden");
        world.person("Eve").await.post(&declarations, nothing.clone()).await.refused(404, "not-found");
        let foreign = json!({ "conflicts": [camden.id], "statement": "None at all." });
        assert_eq!(panel.chair.post(&declarations, foreign).await.refused(422, "invalid").pointers(), ["/conflicts/0"]);

        panel.declares().await;
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "in_evaluation");
        panel.evaluator.get(&own).await.is(200).says("Sensors that text o");
        panel.evaluator.put(&format!("{own}/scores"), marks("5", "3", "1")).await.is(200);
        let conflict = json!({ "conflicts": [otter.id], "statement": "My sister works there." });
        panel.evaluator.post(&declarations, conflict).await.is(201);
        assert_eq!(world.count("scores"), 0, "the marks are void");
        panel.evaluator.get(&own).await.refused(403, "forbidden").says("conflict");
        panel.evaluator.put(&format!("{own}/scores"), marks("5", "3", "1")).await.refused(403, "forbidden");
        let list = panel.evaluator.get(&format!("/v1/lots/{lot}/bids")).await;
        assert!(list.is(200).text.contains("Badger") && !list.text.contains("Otter"));
        panel.evaluator.put(&format!("{theirs}/scores"), marks("5", "3", "1")).await.is(200);
        panel.observer.put(&format!("{theirs}/scores"), marks("5", "3", "1")).await.refused(403, "forbidden");
        let told = panel.observer.get(&declarations).await;
        assert_eq!(told.is(200)["items"].as_array().unwrap().len(), 1);
        assert_eq!(camden.approver.get(&declarations).await["items"].as_array().unwrap().len(), 3);
        panel.evaluator.post(&format!("/v1/lots/{lot}/scores/submission"), Value::Null).await.is(201);
    }
}

story! {
    async fn nobody_sees_anothers_marks_before_submitting_their_own(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.submits(&lot, "o", "30000.00").await;
        let panel = world.opened_lot(&camden, &lot).await;
        let scores = format!("{bid}/scores");
        panel.evaluator.put(&scores, marks("7.77", "3", "1")).await.is(200);
        let submit = format!("/v1/lots/{lot}/scores/submission");
        panel.evaluator.post(&submit, Value::Null).await.is(201);
        let seen = async |who: &crate::world::Person<'_>| who.get(&scores).await.is(200)["items"].as_array().unwrap().len();
        assert_eq!(seen(&panel.evaluator).await, 3);
        for person in [&panel.chair, &panel.observer, &camden.approver] {
            assert_eq!(seen(person).await, 0);
            assert!(!person.get(&format!("/v1/lots/{lot}/panel")).await.text.contains("7.77"));
        }
        let early = panel.chair.put(&format!("{bid}/consensus"), marks("7", "3", "1")).await;
        early.refused(409, "wrong-state");
        let missing = panel.chair.post(&submit, Value::Null).await;
        assert_eq!(missing.refused(422, "invalid").pointers().len(), 3);
        panel.chair.put(&scores, marks("6", "3", "1")).await.is(200);
        panel.chair.post(&submit, Value::Null).await.is(201);
        assert_eq!(seen(&panel.chair).await, 6);
        assert_eq!(seen(&panel.observer).await, 6);
        panel.chair.put(&scores, marks("9", "3", "1")).await.refused(409, "wrong-state");
        assert!(world.letters_to(&panel.chair.email).await.last().unwrap().contains("All marks are in"));
        let log = world.auditor_of(&[&camden.id]).await;
        world.run_workers().await;
        assert!(!log.get("/v1/audit/events?what=scores.given").await.is(200).text.contains("7.77"));
    }
}

story! {
    async fn marks_fit_their_criteria_or_are_refused_with_every_place(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.submits(&lot, "o", "30000.00").await;
        let panel = world.opened_lot(&camden, &lot).await;
        let mark = |key: &str, mark: &str, why: &str| json!({ "criterion_key": key, "mark": mark, "rationale": why });
        let bad = json!({ "scores": [
            mark("quality", "10.01", "Good enough reasons."), mark("quality", "5", "short"), mark("price", "5", "Good enough reasons."),
            mark("cover", "0.5", "Good enough reasons."), mark("colour", "1", "Good enough reasons.")
        ] });
        let told = panel.chair.put(&format!("{bid}/scores"), bad).await;
        let wanted = ["/scores/0/mark", "/scores/1/criterion_key", "/scores/1/rationale", "/scores/2/criterion_key", "/scores/3/mark", "/scores/4/criterion_key"];
        assert_eq!(told.refused(422, "invalid").pointers(), wanted);
        let number = json!({ "scores": [{ "criterion_key": "quality", "mark": 7.5, "rationale": "Good enough reasons." }] });
        assert_eq!(panel.chair.put(&format!("{bid}/scores"), number).await.refused(422, "invalid").pointers(), ["/scores/0/mark"]);
        assert_eq!(world.count("scores"), 0);
    }
}

story! {
    async fn a_panel_has_one_chair_and_is_appointed_by_the_buyer(world) {
        let camden = world.public_body("Camden").await;
        let lot = camden.published_lot().await;
        let panel = world.panel(&camden, &lot).await;
        let path = format!("/v1/lots/{lot}/panel");
        let ada = world.person("Ada").await;
        let seat = |role: &str| json!({ "user_id": ada.id, "role": role });
        camden.approver.post(&path, seat("chair")).await.refused(409, "taken");
        camden.author.post(&path, seat("evaluator")).await.refused(403, "forbidden");
        ada.post(&path, seat("evaluator")).await.refused(403, "forbidden");
        ada.get(&path).await.refused(404, "not-found");
        let nobody = json!({ "user_id": "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11", "role": "evaluator" });
        assert_eq!(camden.approver.post(&path, nobody).await.refused(422, "invalid").pointers(), ["/user_id"]);
        let gone = format!("{path}/{}", panel.chair.id);
        camden.approver.delete(&gone).await.is(204);
        camden.approver.delete(&gone).await.refused(404, "not-found");
        camden.approver.post(&path, seat("chair")).await.is(201);
        assert_eq!(ada.get(&path).await.is(200)["items"].as_array().unwrap().len(), 3);
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("declare your interests first"));
    }
}

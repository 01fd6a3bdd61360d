//! What suppliers say of themselves: once, dated, for every bid.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Told,
        profiles::{grounds, no_grounds, pounds, whole},
    },
};

/// The gaps of a profile: places and states.
fn gaps(profile: &Told) -> Vec<(String, String)> {
    let text = |gap: &Value, name: &str| gap[name].as_str().unwrap().to_owned();
    let all = profile["completeness"].as_array().unwrap();
    all.iter().map(|gap| (text(gap, "pointer"), text(gap, "state"))).collect()
}

story! {
    with "account_idle = \"P999D\"",
    async fn a_profile_is_told_section_by_section_and_says_what_is_missing(world) {
        let otter = world.supplier("Otter").await;
        let path = otter.profile();
        let empty = otter.owner.get(&path).await;
        assert_eq!((&empty.is(200)["complete"], &empty["listed"], &empty["size"]), (&json!(false), &json!(true), &Value::Null));
        let places: Vec<String> = gaps(&empty).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, ["/names", "/size", "/vcse", "/reach", "/insurances", "/connected_persons", "/exclusions"]);

        let size = json!({ "size": whole("Otter")["size"] });
        let told = otter.bidder.patch(&path, &empty.etag(), size).await;
        assert_eq!((&told.is(200)["size_class"], &told["sme"]), (&json!("small"), &json!(true)));
        assert_eq!(told["size"]["declared_at"], world.now().to_string());
        assert_eq!(told["size"]["expires_at"], "2027-09-01T09:00:00Z");
        let rest = otter.says(whole("Otter")).await;
        assert_eq!((&rest["complete"], gaps(&rest)), (&json!(true), vec![]));
        assert_eq!(rest["exclusion_outcome"], "pass");
        assert_eq!(rest["reach"]["said"]["cpv"], json!(["48000000", "72212000"]));

        // As time goes by: insurance and size run out, each on its own day.
        world.at("2027-03-31T22:59:59Z");
        let soon = otter.owner.get(&path).await;
        let place = "/insurances/insurances/0".to_owned();
        assert!(gaps(&soon).contains(&(place.clone(), "runs_out".to_owned())), "{}", soon.text);
        assert!(gaps(&soon).contains(&("/accreditations/accreditations/0".to_owned(), "expired".to_owned())));
        world.at("2027-03-31T23:00:00Z");
        assert!(gaps(&otter.owner.get(&path).await).contains(&(place, "expired".to_owned())));
        world.at("2027-09-01T09:00:00Z");
        let late = otter.owner.get(&path).await;
        assert_eq!((&late["size"]["expired"], &late["sme"], &late["exclusion_outcome"]), (&json!(true), &Value::Null, &Value::Null));
        assert_eq!(late["complete"], false);
        assert_ne!(late.etag(), rest.etag());
        let again = otter.says(json!({ "size": whole("Otter")["size"] })).await;
        assert_eq!((&again["size"]["expired"], &again["sme"]), (&json!(false), &json!(true)));
    }
}

story! {
    async fn what_was_said_before_stays_in_the_history(world) {
        let otter = world.supplier("Otter").await;
        otter.says(json!({ "vcse": { "is_vcse": true, "basis": "cooperative" } })).await;
        world.later("P1D");
        let told = otter.says(json!({ "vcse": { "is_vcse": false }, "listed": false })).await;
        assert_eq!((&told["vcse"]["said"]["is_vcse"], &told["listed"], &told["version"]), (&json!(false), &json!(false), &json!(3)));
        world.later("P1D");
        let gone = otter.says(json!({ "vcse": null })).await;
        assert!(gone["vcse"].is_null());
        let path = format!("{}/statements", otter.profile());
        let first = otter.bidder.get(&format!("{path}?limit=1")).await;
        assert_eq!(first.is(200)["items"][0]["said"], json!({ "is_vcse": false, "basis": null }));
        assert_eq!(first["items"][0]["replaced_at"], world.now().to_string());
        let next = first["next"].as_str().unwrap();
        let rest = otter.bidder.get(&format!("{path}?limit=1&cursor={next}")).await;
        assert_eq!(rest["items"][0]["said"]["basis"], "cooperative");
        assert_eq!(rest["items"][0]["declared_by_id"], otter.owner.id);
        assert!(rest["next"].is_null());
        let refused = world.supplier("Badger").await;
        refused.owner.get(&path).await.refused(404, "not-found");
    }
}

story! {
    async fn only_the_supplier_reads_and_writes_its_profile(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let camden = world.public_body("Camden").await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        otter.says(whole("Otter")).await;
        let (path, some) = (otter.profile(), json!({ "listed": false }));
        for outsider in [&badger.owner, &camden.approver, &world.administrator().await, &world.auditor().await] {
            outsider.get(&path).await.refused(404, "not-found");
            outsider.patch(&path, "\"2\"", some.clone()).await.refused(404, "not-found");
        }
        let before = (world.count("supplier_statements"), world.count("audit_events"));
        world.stranger().get(&path).await.refused(401, "unauthenticated");
        viewer.get(&path).await.is(200).says("Oona Otter");
        viewer.patch(&path, "\"2\"", some.clone()).await.refused(403, "forbidden");
        otter.owner.client().await.patch(&path, some.clone()).await.refused(428, "if-match-missing");
        otter.owner.patch(&path, "\"1\"", some.clone()).await.refused(412, "stale");
        let body = format!("/v1/organisations/{}/profile", camden.id);
        camden.owner.patch(&body, "\"1\"", some).await.refused(409, "wrong-state");
        camden.owner.get(&body).await.refused(404, "not-found");
        assert_eq!((world.count("supplier_statements"), world.count("audit_events")), before);
    }
}

story! {
    async fn every_fault_of_a_profile_is_told_at_once(world) {
        let otter = world.supplier("Otter").await;
        world.public_body("Camden").await;
        let path = otter.profile();
        let wrong = json!({
            "names": { "legal_name": "C\u{430}mden", "trading_names": ["Otter", "Otter"] },
            "size": { "staff": 3, "turnover": { "amount": "1.00", "currency": "EUR" }, "balance_sheet": pounds("1.00"), "financial_year_end": "2026-12-31" },
            "vcse": { "is_vcse": true },
            "accreditations": { "accreditations": [{ "kind": "other", "issuer": "X", "issued": "2026-02-01", "expires": "2026-01-31" }] },
            "connected_persons": { "persons": [{ "kind": "individual", "name": "Oona", "control": [], "from": "2019-04-01", "to": "2019-03-31" }] },
            "modern_slavery": { "year": 2014 },
            "policies": { "policies": [{ "title": "Safety", "url": "http://otter.example", "date": "2027-01-01" }] },
        });
        let told = otter.owner.patch(&path, "\"1\"", wrong).await;
        assert_eq!(told.refused(422, "invalid").pointers(), [
            "/accreditations/accreditations/0/expires", "/accreditations/accreditations/0/name",
            "/connected_persons/persons/0/control", "/connected_persons/persons/0/to",
            "/modern_slavery/url", "/modern_slavery/year", "/names/legal_name", "/names/trading_names/1",
            "/policies/policies/0/date", "/policies/policies/0/url", "/size/financial_year_end", "/size/turnover/currency", "/vcse/basis",
        ]);
        let shapes = json!({ "size": { "staff": -1, "turnover": "1", "balance_sheet": pounds("1.001"), "year": 2026 }, "colour": "red" });
        let told = otter.owner.patch(&path, "\"1\"", shapes).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/colour", "/size/balance_sheet/amount", "/size/financial_year_end", "/size/staff", "/size/turnover", "/size/year"]);
        assert_eq!(world.count("supplier_statements"), 0);
    }
}

story! {
    async fn grounds_for_exclusion_pass_fail_or_need_a_person(world) {
        let otter = world.supplier("Otter").await;
        let path = otter.profile();
        assert_eq!(grounds().len(), 22);
        let answer = |ground: &str, again: bool| {
            let mut all = no_grounds();
            for one in all["answers"].as_array_mut().unwrap().iter_mut().filter(|one| one["ground"] == ground) {
                *one = json!({ "ground": ground, "applies": true, "likely_again": again, "explanation": "We have paid." });
            }
            json!({ "exclusions": all })
        };
        for (ground, again, outcome) in [("tax_misconduct", true, "fail"), ("tax_misconduct", false, "discretionary"), ("insolvency", true, "discretionary")] {
            assert_eq!(otter.says(answer(ground, again)).await["exclusion_outcome"], outcome);
        }
        let mut few = no_grounds();
        few["answers"].as_array_mut().unwrap().pop();
        few["answers"][0]["applies"] = json!(true);
        let told = otter.owner.patch(&path, "\"4\"", json!({ "exclusions": few })).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/exclusions/answers", "/exclusions/answers/0/explanation", "/exclusions/answers/0/likely_again"]);
    }
}

story! {
    /// RULES 98: what is under seal is what was said then.
    async fn a_bid_keeps_the_profile_of_its_submission(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        otter.says(whole("Otter")).await;
        let (path, receipt) = otter.submits(&lot, "t", "42000.00").await;
        let (plain, _) = badger.submits(&lot, "u", "43000.00").await;
        let submitted_at = world.now().to_string();
        world.later("P1D");
        otter.says(json!({ "size": { "staff": 900, "turnover": pounds("90000000.00"), "balance_sheet": pounds("80000000.00"), "financial_year_end": "2026-03-31" }, "connected_persons": null })).await;
        otter.owner.post(&format!("/v1/organisations/{}/identifiers", otter.id), json!({ "scheme": "GB-COH", "id": "1234567" })).await.is(201);
        assert!(otter.owner.get(&path).await.is(200)["profile"].is_null());

        world.past_the_deadline();
        camden.opens(&lot).await;
        let opened = camden.approver.get(&path).await;
        let profile = &opened.is(200)["profile"];
        assert_eq!((&profile["taken_at"], &profile["name"]), (&json!(submitted_at), &json!("Otter")));
        assert_eq!((&profile["size_class"], &profile["size"]["said"]["staff"]), (&json!("small"), &json!(34)));
        assert_eq!(profile["connected_persons"]["said"]["persons"][0]["name"], "Oona Otter");
        assert_eq!(profile["exclusion_outcome"], "pass");
        assert_eq!(profile["identifiers"].as_array().unwrap().len(), 1);
        assert_eq!(&otter.owner.get(&path).await.is(200)["profile"], profile);
        // Who has said nothing is known by name and identifiers.
        let bare = camden.approver.get(&plain).await;
        assert_eq!((&bare.is(200)["profile"]["name"], &bare["profile"]["size"]), (&json!("Badger"), &Value::Null));
        assert_eq!(bare["profile"]["identifiers"][0]["verified"], true);
        let checked = world.stranger().post("/v1/receipts/verification", json!({ "note": receipt["note"] })).await;
        assert_eq!(checked.is(200)["valid"], true);
    }
}

story! {
    async fn people_in_a_profile_stand_in_no_log_and_no_letter(world) {
        let otter = world.supplier("Otter").await;
        otter.says(whole("Otter")).await;
        world.run_workers().await;
        let log = world.event_bodies();
        let said = log.iter().find(|body| body.contains("profile.declared"));
        assert!(said.is_some_and(|body| body.contains("connected_persons")), "{log:?}");
        assert!(!log.iter().any(|body| body.contains("Oona")), "{log:?}");
        for letter in world.letters_to(&otter.owner.email).await {
            assert!(!letter.contains("Oona"));
        }
        for public in [format!("/v1/suppliers/{}", otter.id), "/v1/suppliers?q=oona".to_owned(), "/v1/suppliers".to_owned(), format!("/v1/organisations/{}", otter.id)] {
            let told = world.public(&public).await;
            for secret in ["Oona", "@", "exclusion", "tax_misconduct", "Aviva", "turnover", "2400000"] {
                assert!(!told.is(200).text.contains(secret), "{secret} in {}", told.text);
            }
        }
    }
}

story! {
    with "account_idle = \"P999D\"",
    /// A supplier hears 30 and 7 days before what it has said runs out, once, whoever looks.
    async fn a_supplier_is_reminded_before_what_it_said_runs_out(world) {
        let otter = world.supplier("Otter").await;
        // The accreditation is good until the end of January 2027, the insurance until March's.
        otter.says(whole("Otter")).await;
        let looked = || {
            let workers: Vec<_> = (0..4).map(|_| {
                let app = world.app.clone();
                std::thread::spawn(move || guildhall::suppliers::remind_around(&app).unwrap())
            }).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
        };
        let told = async || world.letters_to(&otter.bidder.email).await.into_iter().filter(|l| l.contains("needs renewal")).collect::<Vec<_>>();
        for (at, reminders, letters) in [
            ("2027-01-01T00:00:00Z", 0, 0), ("2027-01-03T00:00:00Z", 1, 1), ("2027-01-20T00:00:00Z", 0, 1),
            ("2027-01-26T00:00:00Z", 1, 2), ("2027-02-20T00:00:00Z", 0, 2), ("2027-03-03T00:00:00Z", 1, 3),
        ] {
            world.at(at);
            assert_eq!((looked(), told().await.len()), (reminders, letters), "{at}");
        }
        let first = told().await.remove(0);
        assert!(first.contains("/accreditations/accreditations/0") && !first.contains("/insurances"), "{first}");
        // Said anew, it is reminded of its new end.
        let renewed = json!({ "insurances": { "insurances": [{ "kind": "public_liability", "cover": pounds("5000000.00"), "insurer": "Aviva", "expires": "2028-03-31" }] } });
        otter.says(renewed).await;
        world.at("2027-03-28T00:00:00Z");
        assert_eq!(looked(), 0);
        assert!(world.events().await.iter().filter(|e| *e == "profile.reminded").count() == 3);
    }
}

//! Second factors: codes, recovery codes, passkeys; and what asks for a proof that is fresh.

use serde_json::{Value, json};

use crate::{
    story,
    world::{PASSWORD, Person, Told, World, code_at, device::Device, notices::procurement},
};

const DOMAIN: &str =
    "passkey_domain = \"guildhall.example\"\nallowed_origins = \"https://app.guildhall.example\"";
const PAGE: &str = "https://app.guildhall.example";

/// The second step of a sign-in, after the password.
async fn begins(world: &World, email: &str) -> Told {
    let told = world
        .stranger()
        .post("/v1/sessions", json!({ "email": email, "password": PASSWORD }))
        .await;
    told.is(202);
    told
}

async fn finishes(world: &World, begun: &Told, proof: (&str, Value)) -> Told {
    let body = json!({ "token": begun["token"], proof.0: proof.1 });
    world.stranger().post("/v1/sessions/second-factor", body).await
}

fn secret(world: &World, person: &Person<'_>) -> (String, u64) {
    let secret = world.apps.borrow()[&person.email].0.clone();
    (secret, u64::try_from(world.now().seconds() / 30).unwrap())
}

story! {
    /// SAFETY E12: one step on either side, each code once, five wrong and the password is asked
    /// for again.
    async fn a_code_signs_in_once(world) {
        let ada = world.person("Ada").await;
        ada.enrols().await;
        world.later("PT5M");
        let (secret, step) = secret(&world, &ada);
        for (off, good) in [(-2, false), (2, false), (-1, true), (-1, false), (1, true), (0, false)] {
            let begun = begins(&world, &ada.email).await;
            assert_eq!(begun["factors"], json!(["totp", "recovery_code"]));
            let code = code_at(&secret, step.checked_add_signed(off).unwrap());
            let told = finishes(&world, &begun, ("code", json!(code))).await;
            if good {
                told.is(201);
                finishes(&world, &begun, ("code", json!(code))).await.refused(401, "unauthenticated");
            } else {
                told.refused(403, "wrong-proof");
            }
        }
        world.later("PT10M");
        let begun = begins(&world, &ada.email).await;
        for _ in 0..5 {
            finishes(&world, &begun, ("code", json!("000000"))).await.refused(403, "wrong-proof");
        }
        let right = json!(code_at(&secret, step + 20));
        finishes(&world, &begun, ("code", right.clone())).await.refused(401, "unauthenticated");
        let letters = world.letters_to(&ada.email).await;
        assert!(letters.last().unwrap().contains("five wrong codes"), "{letters:?}");
        world.later("PT1H");
        let begun = begins(&world, &ada.email).await;
        world.later("PT5M1S");
        finishes(&world, &begun, ("code", right)).await.refused(401, "unauthenticated");
        assert_eq!(world.count("second_steps"), 1, "forgotten at the next one");
        begins(&world, &ada.email).await;
        assert_eq!(world.count("second_steps"), 1);
    }
}

story! {
    /// SAFETY E12: fifty at once with one code, one session.
    async fn one_code_from_fifty_clients_signs_in_once(world) {
        let ada = world.person("Ada").await;
        ada.enrols().await;
        world.later("PT5M");
        let (secret, step) = secret(&world, &ada);
        let code = json!(code_at(&secret, step));
        let mut begun = Vec::new();
        for _ in 0..50 {
            begun.push(begins(&world, &ada.email).await);
        }
        let tries = begun.iter().map(|one| finishes(&world, one, ("code", code.clone())));
        let told = futures_util::future::join_all(tries).await;
        assert_eq!(told.iter().filter(|told| told.status == 201).count(), 1);
        assert!(told.iter().all(|told| [201, 403, 429].contains(&told.status)));
    }
}

story! {
    async fn recovery_codes_are_good_once_and_kept_as_hashes(world) {
        let ada = world.person("Ada").await;
        let codes = ada.enrols().await;
        assert_eq!(codes.len(), 10);
        assert_eq!(ada.get("/v1/me/second-factors").await.is(200)["recovery_codes_left"], 10);
        let begun = begins(&world, &ada.email).await;
        let typed = json!(codes[3].to_uppercase().replace('-', " "));
        finishes(&world, &begun, ("recovery_code", typed.clone())).await.is(201);
        let begun = begins(&world, &ada.email).await;
        finishes(&world, &begun, ("recovery_code", typed)).await.refused(403, "wrong-proof");
        let letters = world.letters_to(&ada.email).await;
        assert!(letters.last().unwrap().contains("Codes that are left: 9"), "{letters:?}");

        let renewed = ada.post("/v1/me/recovery-codes", json!({})).await;
        let fresh = renewed.is(201)["recovery_codes"][0].clone();
        let begun = begins(&world, &ada.email).await;
        finishes(&world, &begun, ("recovery_code", json!(codes[4]))).await.refused(403, "wrong-proof");
        finishes(&world, &begun, ("recovery_code", fresh)).await.is(201);
        let kept = [world.texts_of("recovery_codes", "code_hash"), world.texts_of("totp_secrets", "sealed_secret")];
        assert!(kept[0].len() == 10 && kept[1].len() == 1);
        for text in kept.concat() {
            assert!(!codes.iter().any(|code| text.contains(&code.replace('-', "").to_uppercase())));
            assert!(!text.contains(&secret(&world, &ada).0));
        }
    }
}

story! {
    /// SAFETY E4, E13: other sessions end when factors come or go; a stolen, stale session adds none.
    async fn factors_come_and_go_with_a_fresh_proof(world) {
        let ada = world.person("Ada").await;
        let elsewhere = world.signs_in(&ada.email).await;
        let stale = ada.client().await;
        world.later("PT5M1S");
        for path in ["/v1/me/totp", "/v1/me/recovery-codes"] {
            stale.post(path, json!({})).await.refused(403, "step-up-needed");
        }
        stale.post("/v1/me/step-up", json!({ "password": "not my password" })).await.refused(403, "forbidden");
        stale.post("/v1/me/step-up", json!({})).await.refused(422, "invalid");
        stale.post("/v1/me/step-up", json!({ "password": PASSWORD, "code": "123456" })).await.refused(422, "invalid");
        stale.post("/v1/me/step-up", json!({ "password": PASSWORD })).await.is(204);
        stale.post("/v1/me/totp/confirmation", json!({ "code": "123456" })).await.refused(409, "wrong-state");
        let first = stale.post("/v1/me/totp", json!({})).await;
        let told = stale.post("/v1/me/totp", json!({})).await;
        assert_ne!(first.is(201)["secret"], told.is(201)["secret"], "the newest counts");
        let secret = told["secret"].as_str().unwrap();
        assert!(told["uri"].as_str().unwrap().starts_with("otpauth://totp/Guildhall:ada%40"));
        stale.post("/v1/me/totp/confirmation", json!({ "code": "000000" })).await.refused(403, "wrong-proof");
        // Nothing is asked for before a code has come back.
        world.stranger().post("/v1/sessions", json!({ "email": ada.email, "password": PASSWORD })).await.is(201);
        let step = u64::try_from(world.now().seconds() / 30).unwrap();
        stale.post("/v1/me/totp/confirmation", json!({ "code": code_at(secret, step) })).await.is(201);
        elsewhere.get("/v1/me").await.refused(401, "unauthenticated");
        stale.post("/v1/me/totp", json!({})).await.refused(409, "wrong-state");
        assert_eq!(stale.get("/v1/me").await.is(200)["second_factor"]["proved"], true);

        world.later("PT5M1S");
        stale.delete("/v1/me/totp").await.refused(403, "step-up-needed");
        let email = json!({ "email": "new@people.example", "password": PASSWORD });
        stale.post("/v1/me/email", email).await.refused(403, "step-up-needed");
        stale.post("/v1/me/step-up", json!({ "password": PASSWORD })).await.refused(403, "wrong-proof");
        let used = code_at(secret, step);
        stale.post("/v1/me/step-up", json!({ "code": used })).await.refused(403, "wrong-proof");
        stale.post("/v1/me/step-up", json!({ "code": code_at(secret, step + 10) })).await.is(204);
        stale.delete("/v1/me/totp").await.is(204);
        stale.delete("/v1/me/totp").await.refused(409, "wrong-state");
        let me = stale.get("/v1/me/second-factors").await;
        assert_eq!((&me.is(200)["totp_since"], &me["recovery_codes_left"]), (&Value::Null, &json!(0)));
        let letters = world.letters_to(&ada.email).await;
        assert!(letters.iter().any(|l| l.contains("new second factor")) && letters.last().unwrap().contains("was removed"));
    }
}

story! {
    async fn five_wrong_proofs_end_a_session(world) {
        let ada = world.person("Ada").await;
        ada.enrols().await;
        let client = ada.client().await;
        for _ in 0..4 {
            client.post("/v1/me/step-up", json!({ "code": "000000" })).await.refused(403, "wrong-proof");
        }
        client.post("/v1/me/step-up", json!({ "recovery_code": "abcd" })).await.refused(401, "unauthenticated");
        client.get("/v1/me").await.refused(401, "unauthenticated");
        let events = world.events().await;
        assert_eq!(events.iter().filter(|e| *e == "session.step_up_refused").count(), 4);
        assert!(events.contains(&"session.ended_for_wrong_proofs".to_owned()));
    }
}

story! {
    /// Approvers, openers and administrators have a second factor, or their roles sleep.
    async fn roles_that_ask_for_a_second_factor_sleep_without(world) {
        let camden = world.public_body("Camden").await;
        let path = format!("/v1/organisations/{}/invitations", camden.id);
        let ben = world.person("Ben").await;
        camden.owner.post(&path, json!({ "email": ben.email, "roles": ["approver", "viewer"] })).await.is(201);
        ben.joins().await;
        let draft = camden.drafts(procurement(&camden.id)).await;
        let draft = camden.author.act(&format!("/v1/opportunities/{}/review", draft.id()), &draft.etag(), json!({})).await;
        let publish = format!("/v1/opportunities/{}/publication", draft.id());
        ben.act(&publish, &draft.etag(), json!({})).await.refused(403, "second-factor-needed");
        let me = ben.get("/v1/me").await;
        assert_eq!(me.is(200)["memberships"][0]["asleep"], json!(["approver"]));
        assert_eq!((&me["second_factor"]["needed"], &me["second_factor"]["proved"]), (&json!(true), &json!(false)));
        // What asks for no factor is as ever: one without the role is told so.
        camden.author.act(&publish, &draft.etag(), json!({})).await.refused(403, "forbidden");

        ben.enrols().await;
        ben.act(&publish, &draft.etag(), json!({})).await.is(201);
        ben.delete("/v1/me/totp").await.refused(409, "wrong-state");
        let me = ben.get("/v1/me").await;
        assert_eq!(me.is(200)["memberships"][0]["asleep"], json!([]));

        let administrator = world.administrator().await;
        let reset = |of: &Person<'_>| format!("/v1/users/{}/second-factor-reset", of.id);
        let why = || json!({ "reason": "A telephone in the river." });
        camden.owner.post(&reset(&ben), why()).await.refused(404, "not-found");
        administrator.post(&reset(&administrator), why()).await.refused(403, "four-eyes");
        administrator.post(&reset(&ben), json!({})).await.refused(422, "invalid");
        administrator.post(&reset(&ben), why()).await.is(204);
        administrator.post(&reset(&ben), why()).await.refused(409, "wrong-state");
        ben.get("/v1/me").await.refused(401, "unauthenticated");
        world.stranger().post("/v1/sessions", json!({ "email": ben.email, "password": PASSWORD })).await.is(201);
        let letters = world.letters_to(&ben.email).await;
        assert!(letters.iter().any(|l| l.contains("A telephone in the river.")), "{letters:?}");
    }
}

story! {
    /// SAFETY A9, E13: nothing that asks for a fresh proof is done with a stale one.
    async fn a_stale_proof_opens_settles_and_appoints_nothing(world) {
        let camden = world.public_body("Camden").await;
        let roles = format!("/v1/organisations/{}/members/{}", camden.id, camden.author.id);
        let invite = format!("/v1/organisations/{}/invitations", camden.id);
        let published = camden.publishes(procurement(&camden.id)).await;
        let lot = crate::world::notices::lot_id(&published, 0);
        world.past_the_deadline();
        let (owner, opener, approver) =
            (camden.owner.client().await, camden.opener.client().await, camden.approver.client().await);
        let before = world.count("audit_events");
        world.later("PT5M1S");
        let members = owner.get(&format!("/v1/organisations/{}/members", camden.id)).await;
        members.is(200);
        let key = |client: crate::world::Client| client.with("if-match", "\"1\"").with("idempotency-key", "k");
        key(owner.clone()).send("PATCH", &roles, Some(json!({ "roles": ["viewer"] }).to_string())).await.refused(403, "step-up-needed");
        owner.post(&invite, json!({ "email": "x@x.example", "roles": ["viewer"] })).await.refused(403, "step-up-needed");
        key(opener).post(&format!("/v1/lots/{lot}/opening-approvals"), json!({})).await.refused(403, "step-up-needed");
        drop(approver);
        assert_eq!(world.count("audit_events"), before);
        assert_eq!(world.count("opening_approvals"), 0);
        owner.post("/v1/me/step-up", json!({ "password": PASSWORD })).await.is(204);
        owner.post(&invite, json!({ "email": "x@x.example", "roles": ["viewer"] })).await.is(201);
    }
}

story! {
    with DOMAIN,
    /// A passkey is a second factor, and stands instead of a password too.
    async fn a_passkey_signs_in_with_and_without_a_password(world) {
        let ada = world.person("Ada").await;
        let mut device = Device::new();
        let asked = ada.post("/v1/me/passkeys/challenge", json!({})).await;
        let credential = device.makes(PAGE, &asked.is(200)["options"]).await;
        let new = json!({ "challenge": asked["challenge"], "name": "telephone", "credential": credential });
        let mut foreign = new.clone();
        foreign["credential"] = Device::new().makes("https://guildhall.example", &asked["options"]).await;
        ada.post("/v1/me/passkeys", foreign).await.refused(403, "wrong-proof");
        let made = ada.post("/v1/me/passkeys", new.clone()).await;
        assert_eq!(made.is(201)["recovery_codes"].as_array().unwrap().len(), 10);
        ada.post("/v1/me/passkeys", new.clone()).await.refused(403, "wrong-proof");

        let begun = begins(&world, &ada.email).await;
        assert_eq!(begun["factors"], json!(["recovery_code", "passkey"]));
        let proof = device.proves(PAGE, &begun["passkey"]["options"]).await;
        let proof = json!({ "challenge": begun["passkey"]["challenge"], "credential": proof });
        finishes(&world, &begun, ("passkey", proof.clone())).await.is(201);
        let again = begins(&world, &ada.email).await;
        finishes(&world, &again, ("passkey", proof)).await.refused(403, "wrong-proof");

        let asked = world.stranger().post("/v1/sessions/passkey/challenge", json!({})).await;
        let proof = device.proves(PAGE, &asked.is(200)["options"]).await;
        let passkey = json!({ "passkey": { "challenge": asked["challenge"], "credential": proof } });
        let told = world.stranger().post("/v1/sessions/passkey", passkey.clone()).await;
        let bearer = format!("Bearer {}", told.is(201)["access_token"].as_str().unwrap());
        let client = world.stranger().with("authorization", &bearer);
        assert_eq!(client.get("/v1/me").await.is(200)["second_factor"]["proved"], true);
        world.stranger().post("/v1/sessions/passkey", passkey.clone()).await.refused(401, "unauthenticated");
        let mut late = passkey;
        let asked = world.stranger().post("/v1/sessions/passkey/challenge", json!({})).await;
        late["passkey"] = json!({ "challenge": asked["challenge"], "credential": device.proves(PAGE, &asked["options"]).await });
        world.later("PT5M1S");
        world.stranger().post("/v1/sessions/passkey", late).await.refused(401, "unauthenticated");

        let asked = client.post("/v1/me/step-up/challenge", json!({})).await;
        let proof = json!({ "challenge": asked.is(200)["challenge"], "credential": device.proves(PAGE, &asked["options"]).await });
        client.post("/v1/me/step-up", json!({ "passkey": proof })).await.is(204);
        client.post("/v1/me/step-up", json!({ "passkey": proof })).await.refused(403, "wrong-proof");
        let id = made["passkey"]["id"].as_str().unwrap();
        let stranger = world.person("Ben").await;
        stranger.delete(&format!("/v1/me/passkeys/{id}")).await.refused(404, "not-found");
        stranger.post("/v1/me/step-up/challenge", json!({})).await.refused(409, "wrong-state");
        client.delete(&format!("/v1/me/passkeys/{id}")).await.is(204);
        world.stranger().post("/v1/sessions", json!({ "email": ada.email, "password": PASSWORD })).await.is(201);
    }
}

story! {
    async fn without_a_domain_name_there_are_no_passkeys(world) {
        let ada = world.person("Ada").await;
        let told = ada.post("/v1/me/passkeys/challenge", json!({})).await;
        assert!(told.refused(409, "wrong-state").text.contains("GUILDHALL_PASSKEY_DOMAIN"));
        world.stranger().post("/v1/sessions/passkey/challenge", json!({})).await.refused(409, "wrong-state");
    }
}

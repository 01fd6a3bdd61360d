//! Signing in by the identity provider of an organisation: against a real one, `oidc-provider`.

mod provider;

use guildhall::kernel::{Clock as _, SystemClock};
use serde_json::{Value, json};

use self::provider::Provider;
use crate::{
    story,
    world::{PASSWORD, PublicBody, Told, World},
};

fn setting(of: &str) -> String {
    format!("/v1/organisations/{of}/identity-provider")
}

fn config(issuer: &str) -> Value {
    json!({
        "issuer": issuer, "client_id": "guildhall",
        "client_secret": "a secret of forty-two characters, all told",
        "groups": { "authors": ["author"], "approvers": ["approver", "viewer"] },
        "default_roles": ["viewer"], "amr_believed": true,
    })
}

/// A council that has proved its domain and signs in by a provider; the provider's clock is real.
async fn council<'w>(world: &'w World, provider: &Provider) -> PublicBody<'w> {
    world.at(&SystemClock::default().now().to_string());
    let camden = world.public_body("Camden").await;
    proves(world, &camden, "camden.gov.uk").await;
    provider.sends_back_to(&format!("{}/docs/oidc", world.base)).await;
    camden.owner.put(&setting(&camden.id), config(&provider.issuer)).await.is(200);
    camden
}

async fn proves(world: &World, body: &PublicBody<'_>, domain: &str) {
    let path = format!("/v1/organisations/{}/domains", body.id);
    let claim = body.owner.post(&path, json!({ "domain": domain })).await;
    let name = claim.is(201)["txt_name"].as_str().unwrap().to_owned();
    world.resolver.add_txt(&name, claim["txt_value"].as_str().unwrap());
    body.owner.post(&format!("{path}/{}/proof", claim.id()), json!({})).await.is(201);
}

/// A person of the provider, with an address that is proved.
fn person(email: &str, groups: &[&str]) -> Value {
    json!({ "sub": format!("at the provider: {email}"), "email": email, "email_verified": true, "name": "Ada Lovelace", "groups": groups })
}

async fn begins(world: &World, email: &str) -> Told {
    let told = world.stranger().post("/v1/sessions/oidc", json!({ "email": email })).await;
    told.is(200);
    told
}

/// What the browser brings back, and what was kept.
async fn comes_back(world: &World, provider: &Provider, email: &str) -> Value {
    let begun = begins(world, email).await;
    let (code, state) = provider.visit(begun["authorization_url"].as_str().unwrap()).await;
    json!({ "code": code, "state": state, "verifier": begun["verifier"] })
}

async fn ends(world: &World, brought: Value) -> Told {
    world.stranger().post("/v1/sessions/oidc/completion", brought).await
}

async fn signs_in(world: &World, provider: &Provider, email: &str) -> Told {
    ends(world, comes_back(world, provider, email).await).await
}

async fn me(world: &World, session: &Told) -> Told {
    let bearer = format!("Bearer {}", session["access_token"].as_str().unwrap());
    let told = world.stranger().with("authorization", &bearer).get("/v1/me").await;
    told.is(200);
    told
}

/// The roles of somebody in the one organisation that they have.
fn roles(me: &Told) -> Value {
    me["memberships"][0]["roles"].clone()
}

/// A world that trusts the provider, which stands on this machine.
macro_rules! provided {
    ($(#[$doc:meta])* async fn $name:ident($world:ident, $provider:ident) $body:block) => {
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn told($world: World, $provider: Provider) $body

            #[actix_web::test]
            async fn sqlite() {
                if let Some(provider) = Provider::start() {
                    told(World::with(&provider.trusted()), provider).await;
                }
            }

            #[actix_web::test]
            async fn postgres() {
                if let Some(provider) = Provider::start()
                    && let Some(world) = World::postgres_with(&provider.trusted())
                {
                    told(world, provider).await;
                }
            }
        }
    };
}

mod proofs;

provided! {
    async fn roles_come_and_go_with_the_groups(world, provider) {
        let camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        provider.knows(email, person(email, &["authors", "others"])).await;
        let first = signs_in(&world, &provider, email).await;
        let ada = me(&world, first.is(201)).await;
        assert_eq!((&ada["email"], &ada["full_name"]), (&json!(email), &json!("Ada Lovelace")));
        assert_eq!((&ada["memberships"][0]["organisation_id"], roles(&ada)), (&json!(camden.id), json!(["author"])));
        let letters = world.letters_to(&camden.owner.email).await;
        assert!(letters.iter().any(|mail| mail.contains("Ada Lovelace is a member of Camden now")));

        // Another group: another role, of the same account. A role that was given by hand stays.
        let path = format!("/v1/organisations/{}/members/{}", camden.id, ada.id());
        let by_hand = json!({ "roles": ["author", "opener"] });
        camden.owner.patch(&path, "\"1\"", by_hand).await.is(200);
        provider.knows(email, person(email, &["approvers"])).await;
        let again = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(again.id(), ada.id());
        // Two of them sleep until a second factor is proved, here or, where that is believed, there.
        assert_eq!(again["memberships"][0]["asleep"], json!(["approver", "opener"]));
        let mut known = person(email, &["approvers"]);
        known["amr"] = json!(["pwd", "mfa"]);
        provider.knows(email, known).await;
        let strong = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(roles(&strong), json!(["approver", "opener", "viewer"]));
        assert_eq!(strong["memberships"][0]["asleep"], json!([]));

        // Who has a place elsewhere too is believed nothing here: no provider wakes others' roles.
        let barnet = world.public_body("Barnet").await;
        let invite = format!("/v1/organisations/{}/invitations", barnet.id);
        barnet.owner.post(&invite, json!({ "email": email, "roles": ["approver"] })).await.is(201);
        let token = world.token_for(email).await;
        let session = signs_in(&world, &provider, email).await;
        let bearer = format!("Bearer {}", session.is(201)["access_token"].as_str().unwrap());
        let client = world.stranger().with("authorization", &bearer);
        client.post("/v1/invitations/acceptance", json!({ "token": token })).await.is(201);
        let both = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(both["second_factor"]["proved"], false);
        let places = both["memberships"].as_array().unwrap();
        assert!(places.len() == 2 && places.iter().all(|place| place["asleep"] != json!([])), "{}", both.text);
        client.delete(&format!("/v1/organisations/{}/members/{}", barnet.id, ada.id())).await.is(204);

        // In no group that means anything: the default, and what was given by hand.
        provider.knows(email, person(email, &[])).await;
        let fewer = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(roles(&fewer), json!(["viewer", "opener"]));
        let log: Vec<Value> = world.event_bodies().iter().map(|body| serde_json::from_str(body).unwrap()).collect();
        let came = |event: &&Value| event["facts"]["roles_came"] == json!(["approver", "viewer"]);
        let event = log.iter().find(came).unwrap();
        assert_eq!((&event["what"], &event["facts"]["roles_gone"]), (&json!("session.started"), &json!(["author"])));
        assert_eq!(event["organisation"], json!(camden.id));
        assert!(!log.iter().any(|event| event.to_string().contains(email)));
        assert_eq!(world.count("provider_identities"), 1);
    }
}

provided! {
    async fn who_is_in_no_group_may_be_no_member_and_an_owner_stays(world, provider) {
        let camden = council(&world, &provider).await;
        let nobody = json!({ "default_roles": [], "client_secret": null });
        let mut new = config(&provider.issuer);
        new.as_object_mut().unwrap().extend(nobody.as_object().unwrap().clone());
        camden.owner.put(&setting(&camden.id), new).await.is(200);
        let email = "ada@parks.camden.gov.uk";
        provider.knows(email, person(email, &["authors"])).await;
        let ada = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(roles(&ada), json!(["author"]));
        provider.knows(email, person(email, &["others"])).await;
        let out = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!((out.id(), &out["memberships"]), (ada.id(), &json!([])));
        let mail = world.letters_to(email).await.pop().unwrap();
        assert!(mail.contains("no longer a member of Camden"), "{mail}");

        provider.knows(email, person(email, &["authors"])).await;
        signs_in(&world, &provider, email).await.is(201);
        let path = format!("/v1/organisations/{}/members/{}", camden.id, ada.id());
        camden.owner.patch(&path, "\"1\"", json!({ "roles": ["owner", "author"] })).await.is(200);
        provider.knows(email, person(email, &[])).await;
        let owner = me(&world, &signs_in(&world, &provider, email).await).await;
        assert_eq!(roles(&owner), json!(["owner"]));
    }
}

provided! {
    async fn a_sign_in_ends_where_it_began_once_and_in_time(world, provider) {
        let camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        provider.knows(email, person(email, &["authors"])).await;
        let before = (world.count("users"), world.count("sessions"));
        let with = |mut brought: Value, name: &str, value: Value| {
            brought[name] = value;
            brought
        };
        // Another browser's verifier, a state that was changed, another's state, a wrong code.
        let (one, other) = (
            comes_back(&world, &provider, email).await,
            comes_back(&world, &provider, email).await,
        );
        for (name, value) in [
            ("verifier", other["verifier"].clone()),
            ("state", other["state"].clone()),
            ("state", json!("bm90IG91cnM=")),
            ("code", json!("not-a-code")),
        ] {
            ends(&world, with(one.clone(), name, value)).await.refused(401, "unauthenticated");
        }
        // A code that was given for another sign-in has another PKCE challenge.
        ends(&world, with(one.clone(), "code", other["code"].clone())).await.refused(401, "unauthenticated");
        // A token for another nonce.
        let begun = begins(&world, email).await;
        let url = begun["authorization_url"].as_str().unwrap();
        let nonce = url.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
        let (code, state) = provider.visit(&url.replace(nonce, "of-somebody-else")).await;
        let brought = json!({ "code": code, "state": state, "verifier": begun["verifier"] });
        ends(&world, brought).await.refused(401, "unauthenticated").says("did not vouch");
        // Too late.
        let late = comes_back(&world, &provider, email).await;
        world.later("PT10M1S");
        ends(&world, late).await.refused(401, "unauthenticated").says("has expired");
        assert_eq!((world.count("users"), world.count("sessions")), before);
        // Once.
        let good = comes_back(&world, &provider, email).await;
        ends(&world, good.clone()).await.is(201);
        ends(&world, good).await.refused(401, "unauthenticated");
        // What was begun before the provider was set anew is over.
        let begun = comes_back(&world, &provider, email).await;
        camden.owner.put(&setting(&camden.id), config(&provider.issuer)).await.is(200);
        let path = setting(&camden.id);
        camden.owner.delete(&path).await.is(204);
        ends(&world, begun).await.refused(401, "unauthenticated");
        let gone = json!({ "email": email });
        world.stranger().post("/v1/sessions/oidc", gone).await.refused(404, "not-found");
        assert_eq!(world.count("provider_identities"), 0);
    }
}

provided! {
    async fn only_proved_addresses_of_proved_domains_and_active_accounts_get_in(world, provider) {
        let camden = council(&world, &provider).await;
        let barnet = world.public_body("Barnet").await;
        proves(&world, &barnet, "barnet.gov.uk").await;
        let before = (world.count("users"), world.count("sessions"), world.count("members"));
        let hint = "ada@camden.gov.uk";
        let with = |name: &str, value: Value| {
            let mut known = person(hint, &["authors"]);
            known[name] = value;
            known
        };
        for (known, says) in [
            (with("email", json!("eve@people.example")), "has proved"),
            (with("email", json!("eve@barnet.gov.uk")), "has proved"),
            (with("email", json!("eve@notcamden.gov.uk")), "has proved"),
            (with("email_verified", json!(false)), "does not confirm"),
            (with("email_verified", Value::Null), "does not confirm"),
            (with("_claim_names", json!({ "groups": "src1" })), "all of your groups"),
        ] {
            provider.knows(hint, known).await;
            signs_in(&world, &provider, hint).await.refused(403, "forbidden").says(says);
        }
        assert_eq!((world.count("users"), world.count("sessions"), world.count("members")), before);

        // Suspended: neither by what is linked nor by the address.
        provider.knows(hint, person(hint, &["authors"])).await;
        let ada = me(&world, &signs_in(&world, &provider, hint).await).await;
        let path = format!("/v1/users/{}/suspension", ada.id());
        world.administrator().await.post(&path, json!({ "reason": "Because." })).await.is(204);
        signs_in(&world, &provider, hint).await.refused(403, "forbidden").says("suspended");
        let twin = with("sub", json!("another subject"));
        provider.knows(hint, twin).await;
        signs_in(&world, &provider, hint).await.refused(403, "forbidden").says("suspended");
        world.administrator().await.delete(&path).await.is(204);
        // An address that was given to somebody else does not open the account of before.
        signs_in(&world, &provider, hint).await.refused(403, "forbidden").says("another person");
        // A proof that has run out vouches for nobody.
        world.later("P365D");
        world.stranger().post("/v1/sessions/oidc", json!({ "email": hint })).await.refused(404, "not-found");
        let _ = camden;
    }
}

provided! {
    async fn an_account_of_before_is_found_by_its_address(world, provider) {
        let camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        let new = json!({ "email": email, "password": PASSWORD, "full_name": "Ada" });
        world.stranger().post("/v1/users", new).await.is(201);
        let squatted = world.token_for(email).await;
        // Nobody has proved the address: who registered it leaves neither password nor link.
        provider.knows(email, person(email, &["authors"])).await;
        let ada = me(&world, &signs_in(&world, &provider, email).await).await;
        let typed = json!({ "email": email, "password": PASSWORD });
        world.stranger().post("/v1/sessions", typed).await.refused(401, "unauthenticated");
        let link = json!({ "token": squatted });
        world.stranger().post("/v1/users/verification", link).await.refused(422, "token-spent");

        // Somebody who has an account and an authenticator app is asked for it, as ever, where the
        // provider saw no second factor.
        let person_of = |email: &str| person(email, &[]);
        let bob = world.person("Bob").await;
        bob.enrols().await;
        proves(&world, &camden, "people.example").await;
        provider.knows(&bob.email, person_of(&bob.email)).await;
        world.later("PT1M");
        let step = signs_in(&world, &provider, &bob.email).await;
        let second = json!({ "token": step.is(202)["token"], "code": world.code_of(&bob.email) });
        let session = world.stranger().post("/v1/sessions/second-factor", second).await;
        assert_eq!(me(&world, session.is(201)).await.id(), bob.id);
        let mail = world.letters_to(&bob.email).await.pop().unwrap();
        assert!(mail.contains("identity provider of Camden"), "{mail}");
        // So is one that has no password at all.
        let bearer = format!("Bearer {}", signs_in(&world, &provider, email).await["access_token"].as_str().unwrap());
        let client = world.stranger().with("authorization", &bearer);
        let secret = client.post("/v1/me/totp", json!({})).await.is(201)["secret"].as_str().unwrap().to_owned();
        world.apps.borrow_mut().insert(email.to_owned(), (secret, 0));
        client.post("/v1/me/totp/confirmation", json!({ "code": world.code_of(email) })).await.is(201);
        let step = signs_in(&world, &provider, email).await;
        let second = json!({ "token": step.is(202)["token"], "code": world.code_of(email) });
        let session = world.stranger().post("/v1/sessions/second-factor", second).await;
        assert_eq!(me(&world, session.is(201)).await.id(), ada.id());

        // No owner of a provider becomes an administrator by it.
        proves(&world, &camden, "platform.example").await;
        let admin = world.administrator().await;
        let mut known = person_of(&admin.email);
        known["amr"] = json!(["mfa"]);
        provider.knows(&admin.email, known).await;
        signs_in(&world, &provider, &admin.email).await.refused(403, "forbidden").says("administrators");
    }
}

provided! {
    async fn keys_are_read_again_and_a_provider_that_is_away_is_said_to_be(world, provider) {
        let camden = council(&world, &provider).await;
        let email = "ada@camden.gov.uk";
        provider.knows(email, person(email, &["authors"])).await;
        signs_in(&world, &provider, email).await.is(201);
        // The provider has new keys; ours are of before.
        world.later("PT1M");
        provider.rotates().await;
        signs_in(&world, &provider, email).await.is(201);

        let before = (world.count("users"), world.count("sessions"));
        let brought = comes_back(&world, &provider, email).await;
        let mut provider = provider;
        provider.stops();
        let told = ends(&world, brought).await;
        told.refused(503, "provider-away");
        assert!(told.header("retry-after").is_some());
        world.later("PT11M");
        world.stranger().post("/v1/sessions/oidc", json!({ "email": email })).await.refused(503, "provider-away");
        assert_eq!((world.count("users"), world.count("sessions")), before);
        let told = camden.owner.put(&setting(&camden.id), config(&provider.issuer)).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/issuer"]);
    }
}

provided! {
    async fn a_front_end_takes_people_back_and_no_other_page(world, provider) {
        council(&world, &provider).await;
        let asks = |body: Value| async { world.stranger().post("/v1/sessions/oidc", body).await };
        let front = "https://app.example/signed-in";
        let told = asks(json!({ "domain": "camden.gov.uk", "redirect_uri": front })).await;
        assert!(told.is(200)["authorization_url"].as_str().unwrap().contains("redirect_uri=https%3A%2F%2Fapp.example%2Fsigned-in"));
        for bad in ["https://evil.example/", "https://app.example.evil.example/", "https://u@app.example/", "https://app.example/#x", "javascript:alert(1)", "/docs/oidc"] {
            let told = asks(json!({ "domain": "camden.gov.uk", "redirect_uri": bad })).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/redirect_uri"], "{bad}");
        }
        for bad in [json!({}), json!({ "domain": "camden.gov.uk", "email": "a@camden.gov.uk" })] {
            asks(bad).await.refused(422, "invalid");
        }
        asks(json!({ "domain": "barnet.gov.uk" })).await.refused(404, "not-found");
    }
}

provided! {
    async fn an_organisation_may_let_people_in_by_its_provider_alone(world, provider) {
        let camden = council(&world, &provider).await;
        proves(&world, &camden, "people.example").await;
        let mut new = config(&provider.issuer);
        new["passwords"] = json!(false);
        camden.owner.put(&setting(&camden.id), new).await.is(200);
        let typed = |email: &str| json!({ "email": email, "password": PASSWORD });
        let asked = |body: Value| async { world.stranger().post("/v1/sessions", body).await };
        asked(typed(&camden.author.email)).await.refused(403, "forbidden").says("identity provider only");
        let wrong = json!({ "email": camden.author.email, "password": "four wandering otters" });
        asked(wrong).await.refused(401, "unauthenticated");
        // Its owners get in, to put right what they have set wrong.
        asked(typed(&camden.owner.email)).await.is(201);
        provider.knows(&camden.author.email, person(&camden.author.email, &["authors"])).await;
        signs_in(&world, &provider, &camden.author.email).await.is(201);
    }
}

provided! {
    async fn owners_set_the_provider_and_its_secret_is_never_shown(world, provider) {
        let camden = council(&world, &provider).await;
        let second = world.member(&camden.owner, &camden.id, "Second", &["owner"]).await;
        let (path, new) = (setting(&camden.id), config(&provider.issuer));
        let shown = camden.owner.get(&path).await;
        assert_eq!((&shown.is(200)["issuer"], shown.etag().as_str()), (&json!(provider.issuer), "\"1\""));
        assert!(!shown.text.contains("secret"));
        for column in ["sealed_secret", "groups"] {
            assert!(!world.texts_of("identity_providers", column)[0].contains("forty-two"));
        }
        world.stranger().put(&path, new.clone()).await.refused(401, "unauthenticated");
        world.person("Eve").await.put(&path, new.clone()).await.refused(404, "not-found");
        camden.author.put(&path, new.clone()).await.refused(403, "forbidden");
        camden.author.get(&path).await.refused(403, "forbidden");
        let owner = camden.owner.client().await;
        world.later("PT6M");
        owner.put(&path, new.clone()).await.refused(403, "step-up-needed");
        owner.delete(&path).await.refused(403, "step-up-needed");
        let stale = camden.owner.client().await.with("if-match", "\"7\"");
        stale.put(&path, new.clone()).await.refused(412, "stale");

        let with = |name: &str, value: Value| {
            let mut new = new.clone();
            new[name] = value;
            new
        };
        for (bad, pointer) in [
            (with("issuer", json!("https://127.0.0.1:1/")), "/issuer"),
            (with("issuer", json!("http://login.example")), "/issuer"),
            (with("issuer", json!(format!("{}/", provider.issuer))), "/issuer"),
            (with("issuer", json!("login")), "/issuer"),
            (with("groups", json!({ "a": ["owner"] })), "/groups/a/0"),
            (with("default_roles", json!(["bidder"])), "/default_roles/0"),
            (with("client_id", json!("")), "/client_id"),
        ] {
            let told = camden.owner.put(&path, bad).await;
            assert_eq!(told.refused(422, "invalid").pointers(), [pointer]);
        }
        // A secret that is kept goes to no other client.
        let mut other = with("client_id", json!("another"));
        other.as_object_mut().unwrap().remove("client_secret");
        let told = camden.owner.put(&path, other).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/client_secret"]);
        let mut kept = new.clone();
        kept.as_object_mut().unwrap().remove("client_secret");
        assert_eq!(camden.owner.put(&path, kept).await.is(200).etag(), "\"2\"");
        let mail = world.letters_to(&second.email).await.pop().unwrap();
        assert!(mail.contains("has set its identity provider"), "{mail}");
        assert!(!world.letters_to(&camden.owner.email).await.iter().any(|mail| mail.contains("has set its identity")));
        camden.owner.delete(&path).await.is(204);
        camden.owner.get(&path).await.refused(404, "not-found");
        camden.owner.delete(&path).await.refused(404, "not-found");
        assert!(world.letters_to(&second.email).await.pop().unwrap().contains("no identity provider any more"));
    }
}

story! {
    async fn private_addresses_are_no_providers(world) {
        let camden = world.public_body("Camden").await;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for issuer in [format!("https://127.0.0.1:{port}"), format!("https://localhost:{port}"), format!("http://127.0.0.1:{port}")] {
            let told = camden.owner.put(&setting(&camden.id), config(&issuer)).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/issuer"]);
        }
        assert!(listener.accept().is_err());
        assert_eq!(world.count("identity_providers"), 0);
    }
}

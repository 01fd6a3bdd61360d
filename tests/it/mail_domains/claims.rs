//! Mail domains: claimed, proved by a letter or a record, proved again, let go.

use serde_json::{Value, json};

use crate::{
    story,
    world::{Person, Told, World},
};

fn domains(of: &str) -> String {
    format!("/v1/organisations/{of}/domains")
}

async fn claims(owner: &Person<'_>, of: &str, domain: &str) -> Told {
    let told = owner.post(&domains(of), json!({ "domain": domain })).await;
    told.is(201);
    told
}

/// Which organisation vouches for an address now.
fn vouches(world: &World, host: &str) -> Option<String> {
    let (host, now) = (host.to_owned(), world.now());
    let found =
        world.app.pool.read_here(|db| guildhall::mail_domains::organisation_of(db, &host, now));
    found.unwrap().map(|id| id.to_string())
}

story! {
    with "account_idle = \"P999D\"",
    async fn a_domain_is_proved_by_a_letter_to_an_address_there(world) {
        let camden = world.public_body("Camden").await;
        let claim = claims(&camden.owner, &camden.id, "Camden.GOV.uk.").await;
        assert_eq!((&claim["domain"], &claim["state"]), (&json!("camden.gov.uk"), &json!("claimed")));
        assert_eq!(claim["txt_name"], "_guildhall.camden.gov.uk");
        let letter = format!("{}/{}/letter", domains(&camden.id), claim.id());
        let proof = format!("{}/{}/proof", domains(&camden.id), claim.id());
        for elsewhere in ["ada@parks.camden.gov.uk", "ada@notcamden.gov.uk", "ada@gmail.com"] {
            let told = camden.owner.post(&letter, json!({ "address": elsewhere })).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/address"]);
        }
        let to = "clerk@camden.gov.uk";
        camden.owner.post(&letter, json!({ "address": to })).await.is(204);
        let first = world.token_for(to).await;
        camden.owner.post(&letter, json!({ "address": to })).await.is(204);
        let second = world.token_for(to).await;
        // A newer letter ends the one before, and a token is good for a day.
        camden.owner.post(&proof, json!({ "token": first })).await.refused(422, "token-spent");
        world.later("PT24H");
        camden.owner.post(&proof, json!({ "token": second })).await.refused(422, "token-spent");
        assert_eq!(vouches(&world, "camden.gov.uk"), None);
        camden.owner.post(&letter, json!({ "address": to })).await.is(204);
        let third = json!({ "token": world.token_for(to).await });
        camden.author.post(&proof, third.clone()).await.refused(403, "forbidden");
        world.person("Eve").await.post(&proof, third.clone()).await.refused(404, "not-found");
        let proved = camden.owner.post(&proof, third.clone()).await;
        assert_eq!((&proved.is(201)["state"], &proved["proof"]), (&json!("proved"), &json!("mail")));
        camden.owner.post(&proof, third).await.refused(422, "token-spent");

        assert_eq!(vouches(&world, "camden.gov.uk"), Some(camden.id.clone()));
        assert_eq!(vouches(&world, "parks.camden.gov.uk"), Some(camden.id.clone()));
        assert_eq!(vouches(&world, "notcamden.gov.uk"), None);
        assert_eq!(vouches(&world, "gov.uk"), None);

        // It runs out by itself after a year, and is proved again.
        world.later("P365D");
        camden.confirms_all().await;
        assert_eq!(vouches(&world, "camden.gov.uk"), None);
        let listed = camden.author.get(&domains(&camden.id)).await;
        assert_eq!(listed.is(200)["items"][0]["state"], "run_out");
        world.resolver.add_txt("_guildhall.camden.gov.uk", claim["txt_value"].as_str().unwrap());
        let again = camden.owner.post(&proof, json!({})).await;
        assert_eq!((&again.is(201)["state"], &again["proof"]), (&json!("proved"), &json!("dns")));
        let log = world.events().await;
        assert_eq!(log.iter().filter(|what| *what == "domain.proved").count(), 2);
    }
}

story! {
    with "account_idle = \"P999D\"",
    async fn a_domain_is_proved_by_a_record_and_belongs_to_one_organisation(world) {
        let (camden, barnet) = (world.public_body("Camden").await, world.public_body("Barnet").await);
        let ours = claims(&camden.owner, &camden.id, "councils.example").await;
        let theirs = claims(&barnet.owner, &barnet.id, "councils.example").await;
        let proof = |of: &str, claim: &Told| format!("{}/{}/proof", domains(of), claim.id());
        let record = |claim: &Told| claim["txt_value"].as_str().unwrap().to_owned();
        camden.owner.post(&proof(&camden.id, &ours), json!({})).await.refused(409, "wrong-state").says("_guildhall.councils.example");
        world.resolver.set_unreachable(true);
        let told = camden.owner.post(&proof(&camden.id, &ours), json!({})).await;
        told.refused(503, "names-away");
        assert!(told.header("retry-after").is_some());
        world.resolver.set_unreachable(false);
        world.resolver.add_txt("_guildhall.councils.example", "guildhall-domain=somebody-elses");
        camden.owner.post(&proof(&camden.id, &ours), json!({})).await.refused(409, "wrong-state");
        world.resolver.add_txt("_guildhall.councils.example", &record(&ours));
        camden.owner.post(&proof(&camden.id, &ours), json!({})).await.is(201);

        // Another's claim is not refused, its proof is, until ours has run out.
        world.resolver.add_txt("_guildhall.councils.example", &record(&theirs));
        barnet.owner.post(&proof(&barnet.id, &theirs), json!({})).await.refused(409, "taken");
        // An id of another organisation's claim names nothing here.
        barnet.owner.post(&proof(&barnet.id, &ours), json!({})).await.refused(404, "not-found");
        assert_eq!(vouches(&world, "councils.example"), Some(camden.id.clone()));
        world.later("P365D");
        barnet.confirms_all().await;
        barnet.owner.post(&proof(&barnet.id, &theirs), json!({})).await.is(201);
        assert_eq!(vouches(&world, "councils.example"), Some(barnet.id.clone()));
        assert_eq!(camden.owner.get(&domains(&camden.id)).await.is(200)["items"], json!([]));
        let mail = world.letters_to(&camden.owner.email).await.pop().unwrap();
        assert!(mail.contains("councils.example is not a domain of Camden any more"), "{mail}");
    }
}

story! {
    async fn a_domain_is_claimed_read_and_withdrawn_by_those_who_may(world) {
        let camden = world.public_body("Camden").await;
        let (eve, admin) = (world.person("Eve").await, world.administrator().await);
        let path = domains(&camden.id);
        let new = json!({ "domain": "camden.example" });
        world.stranger().post(&path, new.clone()).await.refused(401, "unauthenticated");
        eve.post(&path, new.clone()).await.refused(404, "not-found");
        camden.author.post(&path, new.clone()).await.refused(403, "forbidden");
        for bad in ["gmail.com", "gov.uk", "mail.outlook.com", "ada@camden.example", ""] {
            let told = camden.owner.post(&path, json!({ "domain": bad })).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/domain"], "{bad}");
        }
        let stale = camden.owner.client().await.with("if-match", "\"99\"");
        stale.post(&path, new.clone()).await.refused(412, "stale");
        assert_eq!(world.count("mail_domains"), 0);

        let claim = claims(&camden.owner, &camden.id, "camden.example").await;
        camden.owner.post(&path, new).await.refused(409, "taken");
        for reader in [&camden.author, &admin] {
            assert_eq!(reader.get(&path).await.is(200)["items"].as_array().map(Vec::len), Some(1));
        }
        eve.get(&path).await.refused(404, "not-found");
        let one = format!("{path}/{}", claim.id());
        eve.delete(&one).await.refused(404, "not-found");
        camden.author.delete(&one).await.refused(403, "forbidden");
        admin.delete(&one).await.is(204);
        admin.delete(&one).await.refused(404, "not-found");
        assert!(world.letters_to(&camden.owner.email).await.pop().unwrap().contains("An administrator of the platform has withdrawn it"));

        // What was withdrawn can be claimed again; twenty are enough.
        for n in 0..20 {
            claims(&camden.owner, &camden.id, &format!("d{n}.example")).await;
        }
        let told = camden.owner.post(&path, json!({ "domain": "one-more.example" })).await;
        told.refused(409, "wrong-state");
        let all = camden.owner.get(&path).await;
        let names: Vec<&Value> = all.is(200)["items"].as_array().unwrap().iter().map(|d| &d["domain"]).collect();
        assert_eq!((names.len(), names[0]), (20, &json!("d0.example")));
    }
}

//! What auditors may read, for how long, and that every read is written down.

use serde_json::{Value, json};

use crate::{
    story,
    world::{Person, Told, World, notices::procurement},
};

fn grant(auditor: &Person<'_>, bodies: &[&str], from: &str, until: &str) -> Value {
    json!({ "auditor_id": auditor.id, "organisation_ids": bodies, "from": from, "until": until, "reason": "Yearly audit." })
}

const GRANTS: &str = "/v1/auditor-grants";

fn confirmation(grant: &Told) -> String {
    format!("{GRANTS}/{}/confirmation", grant.id())
}

/// The routes that an organisation is shown, newest first.
async fn shown(owner: &Person<'_>, of: &str) -> Vec<String> {
    let reads = owner.get(&format!("/v1/organisations/{of}/auditor-reads?limit=100")).await;
    let items = reads.is(200)["items"].as_array().unwrap().iter();
    items.map(|read| read["route"].as_str().unwrap().to_owned()).collect()
}

fn events_of(world: &World, what: &str) -> i64 {
    world.count(&format!("audit_events where what = '{what}'"))
}

story! {
    async fn an_auditor_reads_named_bodies_for_a_while_and_each_read_is_shown(world) {
        let (camden, barnet) = (world.public_body("Camden").await, world.public_body("Barnet").await);
        let draft = format!("/v1/opportunities/{}", camden.drafts(procurement(&camden.id)).await.id());
        let other = format!("/v1/opportunities/{}", barnet.drafts(procurement(&barnet.id)).await.id());
        let open = format!("/v1/opportunities/{}", camden.publishes(procurement(&camden.id)).await.id());
        let members = format!("/v1/organisations/{}/members", camden.id);
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        let auditor = world.auditor().await;
        let nothing = async |auditor: &Person<'_>| {
            auditor.get(&draft).await.refused(404, "not-found");
            auditor.get(&members).await.refused(404, "not-found");
            auditor.get("/v1/audit/events").await.refused(403, "forbidden");
            auditor.get(&open).await.is(200);
        };
        nothing(&auditor).await;
        let asked = grant(&auditor, &[&camden.id], "2026-09-02T00:00:00Z", "2026-09-05T00:00:00Z");
        let given = first.post(GRANTS, asked).await;
        assert_eq!(given.is(201)["state"], "proposed");
        assert_eq!(second.post(&confirmation(&given), json!({})).await.is(201)["state"], "upcoming");
        nothing(&auditor).await;
        for told in [&auditor.email, &camden.owner.email] {
            assert!(world.letters_to(told).await.pop().unwrap().contains("Yearly audit."));
        }
        assert_eq!(shown(&camden.owner, &camden.id).await, Vec::<String>::new());

        world.at("2026-09-02T00:00:00Z");
        auditor.get(&draft).await.is(200);
        auditor.get(&members).await.is(200);
        auditor.get(&open).await.is(200);
        auditor.get(&other).await.refused(404, "not-found");
        let log = format!("/v1/audit/events?organisation_id={}", camden.id);
        auditor.get(&log).await.is(200);
        auditor.get(&format!("/v1/audit/events?organisation_id={}", barnet.id)).await.refused(403, "forbidden");
        auditor.get("/v1/audit/events?organisation_id=x").await.refused(400, "bad-parameter");

        // What was read is shown to the body's owners, and stands in the log; what is public is not.
        let read = ["GET /v1/audit/events".to_owned(), format!("GET {members}"), format!("GET {draft}")];
        assert_eq!(shown(&camden.owner, &camden.id).await, read);
        assert_eq!(events_of(&world, "auditor.read"), 3);
        assert_eq!(shown(&barnet.owner, &barnet.id).await, Vec::<String>::new());
        let reads = format!("/v1/organisations/{}/auditor-reads", camden.id);
        camden.author.get(&reads).await.refused(403, "forbidden");
        for outsider in [&barnet.owner, &auditor, &first] {
            outsider.get(&reads).await.refused(404, "not-found");
        }
        let page = camden.owner.get(&format!("{reads}?limit=2")).await;
        assert_eq!((&page.is(200)["items"][0]["rules"], &page["items"][0]["auditor_name"]), (&json!(["audit.read"]), &auditor.get("/v1/me").await["full_name"]));
        let next = page["next"].as_str().unwrap();
        let rest = camden.owner.get(&format!("{reads}?limit=2&cursor={next}")).await;
        assert_eq!(rest.is(200)["items"].as_array().map(Vec::len), Some(1));

        // It ends by itself.
        world.at("2026-09-05T00:00:00Z");
        nothing(&auditor).await;
        assert_eq!(auditor.get(GRANTS).await.is(200)["items"][0]["state"], "ended");
        first.delete(&format!("{GRANTS}/{}", given.id())).await.refused(409, "wrong-state");
        assert_eq!(events_of(&world, "auditor.read"), 3);
    }
}

story! {
    async fn a_revoked_grant_opens_nothing_from_the_next_request_on(world) {
        let camden = world.public_body("Camden").await;
        let auditor = world.auditor_of(&[&camden.id]).await;
        let admin = world.administrator().await;
        let members = format!("/v1/organisations/{}/members", camden.id);
        auditor.get(&members).await.is(200);
        let listed = admin.get(GRANTS).await;
        let one = format!("{GRANTS}/{}", listed.is(200)["items"][0]["id"].as_str().unwrap());
        for outsider in [&camden.owner, &auditor] {
            outsider.delete(&one).await.refused(404, "not-found");
            outsider.post(&format!("{one}/confirmation"), json!({})).await.refused(404, "not-found");
        }
        admin.delete(&one).await.is(204);
        auditor.get(&members).await.refused(404, "not-found");
        admin.delete(&one).await.refused(409, "wrong-state");
        assert!(world.letters_to(&camden.owner.email).await.pop().unwrap().contains("The access of an auditor has ended"));
        assert_eq!(shown(&camden.owner, &camden.id).await, [format!("GET {members}")]);
    }
}

story! {
    async fn a_grant_takes_two_administrators_and_is_about_public_bodies(world) {
        let (camden, otter) = (world.public_body("Camden").await, world.supplier("Otter").await);
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        let auditor = world.auditor().await;
        let (from, until) = ("2026-09-02T00:00:00Z", "2026-09-05T00:00:00Z");
        let right = grant(&auditor, &[&camden.id], from, until);
        world.stranger().post(GRANTS, right.clone()).await.refused(401, "unauthenticated");
        for outsider in [&camden.owner, &auditor] {
            outsider.post(GRANTS, right.clone()).await.refused(403, "forbidden");
        }
        camden.owner.get(GRANTS).await.refused(403, "forbidden");
        for (asked, pointers) in [
            (grant(&camden.owner, &[&camden.id], from, until), vec!["/auditor_id"]),
            (grant(&auditor, &[&otter.id, &auditor.id], from, until), vec!["/organisation_ids/0", "/organisation_ids/1"]),
            (grant(&auditor, &[&camden.id, &camden.id], from, until), vec!["/organisation_ids/1"]),
            (grant(&auditor, &[], from, until), vec!["/organisation_ids"]),
            (grant(&auditor, &[&camden.id], until, from), vec!["/until"]),
            (grant(&auditor, &[&camden.id], from, "2027-09-04T00:00:00Z"), vec!["/until"]),
        ] {
            assert_eq!(first.post(GRANTS, asked).await.refused(422, "invalid").pointers(), pointers);
        }
        assert_eq!(world.count("auditor_grants"), 0);

        let proposed = first.post(GRANTS, right.clone()).await;
        first.post(&confirmation(proposed.is(201)), json!({})).await.refused(403, "four-eyes");
        // Who audits and administers gives themselves nothing.
        let own = grant(&second, &[&camden.id], from, until);
        let both = world.as_auditor_too(&second).await;
        both.post(GRANTS, own.clone()).await.refused(403, "four-eyes");
        let theirs = first.post(GRANTS, own).await;
        both.post(&confirmation(theirs.is(201)), json!({})).await.refused(403, "four-eyes");
        both.post(&confirmation(&proposed), json!({})).await.is(201);
        both.post(&confirmation(&proposed), json!({})).await.refused(409, "wrong-state");
        assert_eq!(auditor.get(GRANTS).await.is(200)["items"].as_array().map(Vec::len), Some(1));
    }
}

story! {
    async fn what_cannot_be_written_down_is_not_shown(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.submits(&lot, "canary", "1.00").await;
        world.past_the_deadline();
        camden.opens(&lot).await;
        let auditor = world.auditor_of(&[&camden.id]).await;
        auditor.get(&bid).await.is(200).says("canary");
        assert_eq!(shown(&camden.owner, &camden.id).await, [format!("GET {bid}")]);
        world.change("alter table auditor_reads rename to elsewhere");
        let told = auditor.get(&bid).await;
        told.is(500);
        assert!(!told.text.contains("canary"));
        assert_eq!(events_of(&world, "auditor.read"), 1);
    }
}

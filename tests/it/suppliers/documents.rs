//! Documents of suppliers: who reads them, and which bids carry them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    privacy::archive::exported,
    story,
    world::{
        Person, Supplier, Told, World,
        profiles::{pdf, policy},
    },
};

pub async fn sends(by: &Person<'_>, path: &str, kind: &str, content: &[u8]) -> Told {
    let client = by.client().await.with("content-type", kind);
    client.send_bytes("POST", path, Some(content.to_vec())).await
}

/// Rows of documents, of their content, and of the log.
pub fn kept(world: &World) -> (i64, i64, i64) {
    (
        world.count("supplier_documents"),
        world.count("document_contents"),
        world.count("audit_events"),
    )
}

fn sha256(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

pub fn named(otter: &Supplier<'_>, name: &str) -> String {
    format!("{}?name={name}", otter.documents())
}

story! {
    async fn a_document_is_handed_in_listed_and_saved_as_it_was(world) {
        let otter = world.supplier("Otter").await;
        let content = pdf("health and safety");
        let path = format!("{}&title=Health%20%26%20safety", named(&otter, "Gr%C3%BCn%20%22.pdf").replace("%20%22", "%20plan"));
        let told = sends(&otter.owner, &path, "application/pdf", &content).await;
        assert_eq!(told.is(201)["name"], "Grün plan.pdf");
        assert_eq!((&told["title"], &told["media_type"]), (&json!("Health & safety"), &json!("application/pdf")));
        assert_eq!((&told["size"], &told["sha256"]), (&json!(content.len()), &json!(sha256(&content))));
        assert_eq!(told["uploaded_at"], world.now().to_string());
        let here = format!("/v1/documents/{}", told.id());
        assert_eq!(told.header("location"), Some(here.as_str()));
        assert_eq!(otter.owner.get(&here).await.is(200).body, told.body);

        let second = otter.uploads("second.pdf").await;
        let first = otter.bidder.get(&format!("{}?limit=1", otter.documents())).await;
        assert_eq!(first.is(200)["items"], json!([second.body]));
        let next = first["next"].as_str().unwrap();
        let rest = otter.bidder.get(&format!("{}?limit=1&cursor={next}", otter.documents())).await;
        assert_eq!((&rest["items"], &rest["next"]), (&json!([told.body]), &Value::Null));

        let file = otter.bidder.get(&format!("{here}/content")).await;
        assert_eq!(file.is(200).raw, content);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename=\"Gr_n plan.pdf\"; filename*=UTF-8''Gr%C3%BCn%20plan.pdf"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
            ("cache-control", "private, no-store"),
            ("etag", &format!("\"{}\"", sha256(&content))),
            ("content-digest", &format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&content)))),
        ] {
            assert_eq!(file.header(name), Some(value), "{name}");
        }
        let known = otter.bidder.client().await.with("if-none-match", &file.etag());
        assert_eq!(known.get(&format!("{here}/content")).await.is(304).raw, b"");
    }
}

story! {
    async fn sections_name_documents_that_are_the_suppliers_own(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let (own, theirs, gone) = (otter.uploads("own.pdf").await, badger.uploads("theirs.pdf").await.id(), otter.uploads("gone.pdf").await.id());
        otter.owner.delete(&format!("/v1/documents/{gone}")).await.is(204);
        let nothing = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
        let insurance = |id: &str| json!({ "kind": "cyber", "cover": { "amount": "1.00", "currency": "GBP" }, "insurer": "Aviva", "expires": "2027-03-31", "document_id": id });
        let accreditation = |id: &str| json!({ "kind": "iso_9001", "issuer": "BSI", "issued": "2026-02-01", "document_id": id });
        let wrong = json!({
            "policies": { "policies": [
                { "title": "A", "date": "2026-01-01", "document_id": nothing },
                { "title": "B", "date": "2026-01-01" },
                { "title": "C", "date": "2026-01-01", "document_id": own.id() },
            ] },
            "insurances": { "insurances": [insurance(&theirs), insurance(&gone)] },
            "accreditations": { "accreditations": [accreditation(&own.id()), accreditation(nothing)] },
        });
        let told = otter.owner.patch(&otter.profile(), "\"1\"", wrong).await;
        assert_eq!(told.refused(422, "invalid").pointers(), [
            "/accreditations/accreditations/1/document_id", "/insurances/insurances/0/document_id",
            "/insurances/insurances/1/document_id", "/policies/policies/0/document_id", "/policies/policies/1/url",
        ]);
        assert_eq!(world.count("supplier_statements"), 0);

        let mut said = policy(&own.id());
        said["insurances"] = json!({ "insurances": [insurance(&own.id())] });
        let profile = otter.says(said).await;
        let facts = json!([{ "id": own.id(), "name": "own.pdf", "media_type": "application/pdf", "size": own["size"], "sha256": own["sha256"] }]);
        assert_eq!(profile["documents"], facts);
        assert_eq!(profile["policies"]["said"]["policies"][0]["url"], Value::Null);
        assert_eq!(otter.bidder.get(&otter.profile()).await["documents"], facts);
        // The public sees that there is a policy, and no more.
        let public = world.public(&format!("/v1/suppliers/{}", otter.id)).await;
        assert_eq!(public.is(200)["policies"], json!([{ "title": "Safety", "url": null, "date": "2026-01-15" }]));
        assert!(!public.text.contains(&own.id()) && !public.text.contains("own.pdf"));

        // Named, it stays; by nothing, it goes for good.
        let here = format!("/v1/documents/{}", own.id());
        let before = kept(&world);
        otter.bidder.delete(&here).await.refused(409, "wrong-state").says("names this document");
        otter.says(json!({ "insurances": null })).await;
        otter.bidder.delete(&here).await.refused(409, "wrong-state");
        assert_eq!((kept(&world).0, kept(&world).1), (before.0, before.1));
        assert_eq!(otter.says(json!({ "policies": null })).await["documents"], json!([]));
        otter.bidder.delete(&here).await.is(204);
        assert_eq!((kept(&world).0, kept(&world).1), (before.0, before.1 - 1));
        for path in [here.clone(), format!("{here}/content")] {
            otter.owner.get(&path).await.refused(404, "not-found");
        }
        otter.owner.delete(&here).await.refused(404, "not-found");
        assert_eq!(otter.owner.get(&otter.documents()).await["items"], json!([]));
    }
}

story! {
    async fn only_the_suppliers_people_reach_its_documents(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        let here = format!("/v1/documents/{}", otter.uploads("a.pdf").await.id());
        let before = kept(&world);
        viewer.get(&here).await.is(200);
        viewer.get(&format!("{here}/content")).await.is(200);
        viewer.delete(&here).await.refused(403, "forbidden");
        for outsider in [&badger.owner, &world.administrator().await, &world.auditor().await] {
            for path in [here.clone(), format!("{here}/content")] {
                outsider.get(&path).await.refused(404, "not-found");
            }
            outsider.delete(&here).await.refused(404, "not-found");
        }
        for path in [here.clone(), format!("{here}/content")] {
            world.stranger().get(&path).await.refused(401, "unauthenticated");
        }
        assert_eq!((kept(&world).0, kept(&world).1), (before.0, before.1));
    }
}

story! {
    /// What was said before there were documents is read as it was.
    async fn statements_of_before_are_still_read(world) {
        let otter = world.supplier("Otter").await;
        otter.says(policy(&otter.uploads("a.pdf").await.id())).await;
        world.change(r#"update supplier_statements set said = '{"policies":[{"title":"Old","url":"https://otter.example/a","date":"2026-01-15"}]}'"#);
        let profile = otter.owner.get(&otter.profile()).await;
        assert_eq!(profile.is(200)["policies"]["said"]["policies"][0], json!({ "title": "Old", "url": "https://otter.example/a", "document_id": null, "date": "2026-01-15" }));
        assert_eq!(profile["documents"], json!([]));
    }
}

story! {
    /// Buyers read what was under the seal: that document, with that content, from the opening on.
    async fn an_opened_bid_brings_its_documents_as_they_were(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let auditor = world.auditor_of(&[&camden.id]).await;
        let lot = camden.published_lot().await;
        let (first, later) = (otter.uploads("first.pdf").await.id(), otter.uploads("other.pdf").await.id());
        otter.says(policy(&first)).await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        badger.submits(&lot, "u", "43000.00").await;
        // What comes after the submission changes nothing: a new policy, and the old one withdrawn.
        otter.says(policy(&later)).await;
        otter.owner.delete(&format!("/v1/documents/{first}")).await.is(204);
        let at = |id: &str| format!("{bid}/documents/{id}/content");
        for reader in [&camden.approver, &camden.opener, &badger.owner, &otter.owner, &auditor] {
            reader.get(&at(&first)).await.refused(404, "not-found");
        }
        world.past_the_deadline();
        camden.approver.get(&at(&first)).await.refused(404, "not-found");
        camden.opens(&lot).await;

        let opened = camden.approver.get(&bid).await;
        let carried = &opened.is(200)["profile"]["documents"];
        assert_eq!((&carried[0]["id"], &carried[0]["sha256"]), (&json!(first), &json!(sha256(&pdf("first.pdf")))));
        assert_eq!(carried.as_array().unwrap().len(), 1);
        for reader in [&camden.approver, &otter.bidder] {
            let file = reader.get(&at(&first)).await;
            assert_eq!(file.is(200).raw, pdf("first.pdf"));
            assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
        }
        let reads = world.count("auditor_reads");
        auditor.get(&at(&first)).await.is(200);
        assert_eq!(world.count("auditor_reads"), reads + 1);
        // Neither what the bid does not carry, nor through another way, nor for anybody else.
        camden.approver.get(&at(&later)).await.refused(404, "not-found");
        camden.approver.get(&format!("/v1/documents/{first}/content")).await.refused(404, "not-found");
        for outsider in [&badger.owner, &camden.opener, &camden.author, &world.administrator().await] {
            outsider.get(&at(&first)).await.refused(404, "not-found");
        }
        world.stranger().get(&at(&first)).await.refused(401, "unauthenticated");
    }
}

story! {
    /// SAFETY J8, B3: content that is not what the seal says is told, and shown to nobody.
    async fn a_document_that_was_exchanged_is_found_out(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let document = otter.uploads("a.pdf").await.id();
        otter.says(policy(&document)).await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        world.past_the_deadline();
        camden.opens(&lot).await;
        // Somebody with hands on the database changes the content, and what is said of it.
        let (bytes, hash) = (hex::encode(pdf("exchanged")), sha256(&pdf("exchanged")));
        let literal = if world.app.pool.is_sqlite() { format!("x'{bytes}'") } else { format!("decode('{bytes}', 'hex')") };
        world.change(&format!("update document_contents set bytes = {literal}"));
        let path = format!("{bid}/documents/{document}/content");
        let told = camden.approver.get(&path).await;
        assert!(!told.refused(500, "document-damaged").text.contains("exchanged"));
        otter.owner.get(&format!("/v1/documents/{document}/content")).await.refused(500, "document-damaged");
        world.change(&format!("update supplier_documents set sha256 = '{hash}'"));
        camden.approver.get(&path).await.refused(500, "document-damaged");
        world.change("delete from document_contents");
        camden.approver.get(&path).await.refused(500, "document-damaged");
        let events = world.events().await;
        assert_eq!(events.iter().filter(|event| *event == "document.found_damaged").count(), 4);
    }
}

story! {
    /// People stand in names of files.
    async fn the_log_and_letters_say_no_name_of_a_file(world) {
        let otter = world.supplier("Otter").await;
        let document = otter.uploads("Oona-Otter-certificate.pdf").await.id();
        otter.owner.delete(&format!("/v1/documents/{document}")).await.is(204);
        let events = world.events().await;
        assert_eq!(events.iter().filter(|event| event.starts_with("document.")).collect::<Vec<_>>(), ["document.uploaded", "document.withdrawn"]);
        let bodies = world.event_bodies();
        assert!(bodies.iter().all(|body| !body.contains("Oona-Otter")));
        assert!(bodies.iter().any(|body| body.contains("\"content_kept\":false")));
    }
}

story! {
    /// SAFETY M2: who handed in what is theirs to know, and stays by id alone.
    async fn an_export_lists_what_somebody_handed_in(world) {
        let otter = world.supplier("Otter").await;
        let id = otter.uploads("own.pdf").await.id();
        let files = exported(&otter.bidder).await;
        let (_, documents) = files.iter().find(|(name, _)| name == "documents_uploaded.json").unwrap();
        let documents: Value = serde_json::from_str(documents).unwrap();
        assert_eq!((&documents[0]["id"], &documents[0]["name"], documents.as_array().unwrap().len()), (&json!(id), &json!("own.pdf"), 1));
        let files = exported(&otter.owner).await;
        assert!(files.iter().any(|(name, text)| name == "documents_uploaded.json" && text.trim() == "[]"));
    }
}

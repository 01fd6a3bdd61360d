//! Uploads: what is refused, cut short, retried or over a limit.

use std::io::{Read as _, Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::documents::{kept, named, sends};
use crate::{
    story,
    world::{World, profiles::pdf},
};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";

story! {
    /// SAFETY J1, J4, J8: whatever is refused leaves nothing.
    async fn what_is_refused_leaves_neither_row_nor_content(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let camden = world.public_body("Camden").await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        let (administrator, auditor) = (world.administrator().await, world.auditor().await);
        let before = kept(&world);
        let (path, good) = (named(&otter, "a.pdf"), pdf("good"));
        world.stranger().with("content-type", "application/pdf").send_bytes("POST", &path, Some(good.clone())).await.refused(401, "unauthenticated");
        sends(&viewer, &path, "application/pdf", &good).await.refused(403, "forbidden");
        for outsider in [&badger.owner, &camden.owner, &administrator, &auditor] {
            sends(outsider, &path, "application/pdf", &good).await.refused(404, "not-found");
            outsider.get(&otter.documents()).await.refused(404, "not-found");
        }
        let body = format!("/v1/organisations/{}/documents?name=a.pdf", camden.id);
        sends(&camden.owner, &body, "application/pdf", &good).await.refused(409, "wrong-state").says("only suppliers");

        for wrong in ["application/octet-stream", "text/html", "image/svg+xml", "application/pdf; a=b", "application/json"] {
            sends(&otter.owner, &path, wrong, &good).await.refused(415, "unsupported-media-type");
        }
        for query in ["", "?name=", "?name=a", "?name=a.exe", "?name=a.pdf.exe", "?name=a.exe.pdf", "?name=..%2Fa.pdf", "?name=a%00.pdf", "?name=a%E2%80%AEfdp.pdf", "?name=a.pdf&nmae=b", "?name=a.pdf&name=b.pdf", "?name=a.pdf&title=%0A", "?title=A"] {
            let path = format!("{}{query}", otter.documents());
            sends(&otter.owner, &path, "application/pdf", &good).await.refused(400, "bad-parameter");
        }
        for (name, kind, content) in [
            ("a.png", "image/png", good.as_slice()),
            ("a.pdf", "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("a.pdf", "application/pdf", b"<svg onload='alert(1)'/>"),
            ("a.txt", "text/plain", b"<html>"),
            ("a.pdf", "application/pdf", b""),
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
        ] {
            let told = sends(&otter.owner, &named(&otter, name), kind, content).await;
            assert!(!told.refused(422, "invalid").pointers().is_empty(), "{name} {kind}");
        }
        assert_eq!(kept(&world), before);
    }
}

story! {
    /// SAFETY J8: a digest that comes along is checked.
    async fn a_file_that_was_changed_on_its_way_is_not_taken(world) {
        let otter = world.supplier("Otter").await;
        let (path, content) = (named(&otter, "a.pdf"), pdf("whole"));
        let with = async |digest: String| {
            let client = otter.bidder.client().await.with("content-type", "application/pdf");
            client.with("content-digest", &digest).send_bytes("POST", &path, Some(content.clone())).await
        };
        let before = kept(&world);
        let foreign = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(b"other")));
        assert_eq!(with(foreign).await.refused(422, "invalid")["errors"][0]["code"], "digest");
        for unread in ["sha-256=x", "sha-512=:AAAA:", "nonsense"] {
            with(unread.to_owned()).await.refused(400, "bad-parameter");
        }
        assert_eq!(kept(&world), before);
        let right = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(&content)));
        with(right).await.is(201);
        assert_eq!(kept(&world), (before.0 + 1, before.1 + 1, before.2 + 1));
    }
}

/// Says something to the server as it is, and what comes back.
async fn spoken(world: &World, parts: Vec<Vec<u8>>) -> String {
    let address = world.base.strip_prefix("http://").unwrap().to_owned();
    let spoken = move || {
        let mut line = std::net::TcpStream::connect(address).unwrap();
        for part in parts {
            // The server may have said its word already.
            drop(line.write_all(&part));
        }
        line.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        drop(line.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    };
    actix_web::web::block(spoken).await.unwrap()
}

story! {
    /// SAFETY I4, J8: cut, lying and endless uploads.
    async fn an_upload_that_is_cut_or_too_long_leaves_nothing(world) {
        let otter = world.supplier("Otter").await;
        let before = kept(&world);
        let (path, token) = (named(&otter, "a.jpg"), otter.owner.token().await);
        let head = |more: &str| format!("POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: image/jpeg\r\n{more}\r\n\r\n").into_bytes();
        let most = 5 << 20;
        // Whole by its looks, and shorter than it said.
        for said in [JPEG.len() + 1, most] {
            let answer = spoken(&world, vec![head(&format!("content-length: {said}")), JPEG.to_vec()]).await;
            assert!(!answer.contains("201"), "{answer}");
        }
        let answer = spoken(&world, vec![head("transfer-encoding: chunked"), b"b\r\n".to_vec(), JPEG.to_vec(), b"\r\n".to_vec()]).await;
        assert!(!answer.contains("201"), "{answer}");
        let large = [JPEG, &vec![0; most]].concat();
        sends(&otter.owner, &path, "image/jpeg", &large).await.refused(413, "too-large").says("5242880");
        let chunk = [format!("{:x}\r\n", large.len()).into_bytes(), large, b"\r\n0\r\n\r\n".to_vec()].concat();
        let answer = spoken(&world, vec![head("transfer-encoding: chunked"), chunk]).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        let answer = spoken(&world, vec![head("content-length: 99999999999"), JPEG.to_vec()]).await;
        assert!(answer.starts_with("HTTP/1.1 413") || answer.is_empty(), "{answer}");
        // Nobody else's file is even kept in memory.
        let known = world.stranger().with("content-type", "image/jpeg").with("authorization", "Bearer x.y.z");
        known.send_bytes("POST", &path, Some(vec![0; 70_000])).await.refused(413, "too-large").says("65536");
        assert_eq!(kept(&world), before);
        sends(&otter.owner, &path, "image/jpeg", &[JPEG, &vec![0; most - JPEG.len()]].concat()).await.is(201);
    }
}

story! {
    /// SAFETY J7: up to the last byte, and not one more.
    async fn a_supplier_has_thirty_documents_and_sixty_megabytes(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let large = [JPEG, &vec![0; (5 << 20) - JPEG.len()]].concat();
        let mut first = String::new();
        for n in 0..12 {
            let told = sends(&otter.owner, &named(&otter, &format!("{n}.jpg")), "image/jpeg", &large).await;
            first = told.is(201).id();
        }
        let before = kept(&world);
        sends(&otter.owner, &named(&otter, "one.pdf"), "application/pdf", &pdf("x")).await.refused(409, "no-room");
        assert_eq!(kept(&world), before);
        otter.owner.delete(&format!("/v1/documents/{first}")).await.is(204);
        otter.uploads("one.pdf").await;

        for n in 0..30 {
            badger.uploads(&format!("{n}.pdf")).await;
        }
        let before = kept(&world);
        let one_more = sends(&badger.owner, &named(&badger, "more.pdf"), "application/pdf", &pdf("x")).await;
        one_more.refused(409, "no-room").says("withdraw a document");
        assert_eq!(kept(&world), before);
    }
}

story! {
    async fn two_who_hand_in_the_last_document_at_once_do_not_both_get_in(world) {
        let otter = world.supplier("Otter").await;
        for n in 0..29 {
            otter.uploads(&format!("{n}.pdf")).await;
        }
        let (path, content) = (named(&otter, "last.pdf"), pdf("last"));
        let tries = (0..4).map(|_| sends(&otter.owner, &path, "application/pdf", &content));
        let told = futures_util::future::join_all(tries).await;
        let taken = told.iter().filter(|one| one.status == 201).count();
        assert_eq!((taken, world.count("supplier_documents"), world.count("document_contents")), (1, 30, 30));
    }
}

story! {
    async fn a_retried_upload_is_one_document(world) {
        let otter = world.supplier("Otter").await;
        let with = async |name: &str, content: Vec<u8>| {
            let client = otter.owner.client().await.with("content-type", "application/pdf");
            client.with("idempotency-key", "k").send_bytes("POST", &named(&otter, name), Some(content)).await
        };
        let first = with("a.pdf", pdf("a")).await;
        assert_eq!(with("a.pdf", pdf("a")).await.is(201).body, first.is(201).body);
        with("b.pdf", pdf("a")).await.refused(422, "idempotency-key-reused");
        with("a.pdf", pdf("b")).await.refused(422, "idempotency-key-reused");
        assert_eq!((world.count("supplier_documents"), world.count("document_contents")), (1, 1));
    }
}

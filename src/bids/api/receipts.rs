//! Receipts over HTTP: the keys, and the check.

use actix_web::web::Data;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::receipt;
use crate::{
    app::App,
    http::{Answer, Body, Reply},
    kernel::Faults,
};

/// A public key of this house.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKey {
    pub id: String,
    #[schema(example = "receipts")]
    pub purpose: &'static str,
    #[schema(example = "Ed25519")]
    pub algorithm: &'static str,
    pub pem: String,
    /// How to check a receipt without us.
    pub how_to_verify: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKeys {
    pub items: Vec<PublicKey>,
}

/// Read the keys that receipts are signed with
///
/// As PEM, with the command that checks a receipt without us.
#[utoipa::path(
    get,
    path = "/v1/keys",
    operation_id = "list_keys",
    tag = "bids",
    responses((status = 200, description = "The keys", body = PublicKeys)),
)]
pub async fn list_keys(app: Data<App>) -> Reply {
    let signer = &app.keys.receipts;
    let key = PublicKey {
        id: signer.id().to_owned(),
        purpose: "receipts",
        algorithm: "Ed25519",
        pem: signer.public_pem(),
        how_to_verify: "Put the receipt's text into note.txt, its signature (base64 -d) into note.sig and this key into key.pem: openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in note.txt -sigfile note.sig",
    };
    Ok(Answer::ok(&PublicKeys { items: vec![key] }).public(300))
}

/// A receipt's signed note.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NoteBody {
    #[schema(
        max_length = 4000,
        example = "guildhall receipt v1\nkind submission\n...\n\n— guildhall.receipts q7Yv...\n"
    )]
    pub note: String,
}

/// Whether a note is ours.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    pub valid: bool,
    /// Why not.
    pub reason: Option<&'static str>,
    /// What the note attests, line by line.
    pub attests: Vec<Attested>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Attested {
    #[schema(example = "received-at")]
    pub name: String,
    #[schema(example = "2026-10-01T11:59:58.123456Z")]
    pub value: String,
}

/// Check a receipt
///
/// Says whether a signed note is one of ours and unchanged, and what it attests. Open to everybody.
#[utoipa::path(
    post,
    path = "/v1/receipts/verification",
    operation_id = "verify_receipt",
    tag = "bids",
    request_body = NoteBody,
    responses((status = 200, description = "Whether it is ours and unchanged", body = Verification)),
)]
pub async fn verify_receipt(app: Data<App>, Body(body): Body<NoteBody>) -> Reply {
    let checked = receipt::verify(&body.note, &app.keys.receipts);
    let verification = match checked {
        Ok(lines) => {
            let attests = lines.into_iter().map(|(name, value)| Attested { name, value }).collect();
            Verification { valid: true, reason: None, attests }
        }
        Err(why) => Verification { valid: false, reason: Some(why), attests: Vec::new() },
    };
    Ok(Answer::ok(&verification))
}

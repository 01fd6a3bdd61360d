//! Submissions, withdrawals and receipts over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::Bid,
    model::Submitted,
    receipt, submit,
    views::{self, ReceiptView},
    withdraw,
};
use crate::{
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Reply},
    kernel::{Faults, Id, Problem, kinds},
};

fn receipt_of(submitted: &Submitted) -> Answer {
    let location = format!("/v1/bids/{}", submitted.bid.id);
    Answer::created(&views::receipt(submitted), location).version(submitted.bid.version)
}

/// A retry must not act twice where it matters most: a key is needed.
fn keyed(caller: &Caller) -> Result<(), Problem> {
    match caller.asked.retry {
        Some(_) => Ok(()),
        None => Err(Problem::new(kinds::KEY_MISSING, kinds::KEY_MISSING.advice)),
    }
}

/// Submit a bid
///
/// Seals the draft and returns a signed receipt. A further submission before the deadline replaces
/// the bid. A submission is on time if its last byte arrives at or before the closing time.
#[utoipa::path(
    post,
    path = "/v1/bids/{id}/submission",
    operation_id = "submit_bid",
    tag = "bids",
    params(
        ("id" = String, Path, format = "uuid"),
        ("Idempotency-Key" = String, Header, description = "New for each submission, the same in each retry of it"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The receipt", body = ReceiptView),
        (status = 409, description = "Too late (with both instants), not in a state to be submitted, or `not-eligible` with the reasons"),
        (status = 422, description = "A required answer is missing"),
    ),
)]
pub async fn submit_bid(app: Data<App>, caller: Caller, path: Path<Id<Bid>>, _: IfMatch) -> Reply {
    keyed(&caller)?;
    let id = path.into_inner();
    let submit = move |tx: &mut Tx<'_>, call: &Call| submit(tx, call, id);
    Ok(audit::act(&app, caller, submit, receipt_of).await?)
}

/// Withdraw a bid
///
/// Before the deadline. A withdrawn bid is never opened; the supplier may start a new bid until the
/// deadline.
#[utoipa::path(
    post,
    path = "/v1/bids/{id}/withdrawal",
    operation_id = "withdraw_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 201, description = "The receipt of the withdrawal", body = ReceiptView)),
)]
pub async fn withdraw_bid(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    _: IfMatch,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdraw::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, receipt_of).await?)
}

/// A public key of this installation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKey {
    pub id: String,
    #[schema(example = "receipts")]
    pub purpose: &'static str,
    #[schema(example = "Ed25519")]
    pub algorithm: &'static str,
    pub pem: String,
    /// How to verify a receipt without Guildhall.
    pub how_to_verify: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKeys {
    pub items: Vec<PublicKey>,
}

/// List the keys that sign receipts
///
/// As PEM, with the command that verifies a receipt with OpenSSL alone.
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

/// The result of the verification of a receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    pub valid: bool,
    /// The reason why a receipt is not valid.
    pub reason: Option<&'static str>,
    /// The lines of a valid receipt.
    pub attests: Vec<Attested>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Attested {
    #[schema(example = "received-at")]
    pub name: String,
    #[schema(example = "2026-10-01T11:59:58.123456Z")]
    pub value: String,
}

/// Verify a receipt
///
/// Checks the signature of a receipt and returns what it attests. Public.
#[utoipa::path(
    post,
    path = "/v1/receipts/verification",
    operation_id = "verify_receipt",
    tag = "bids",
    request_body = NoteBody,
    responses((status = 200, description = "The result of the verification", body = Verification)),
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

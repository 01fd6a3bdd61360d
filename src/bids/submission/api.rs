//! Submissions, withdrawals and receipts over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::Bid,
    receipt::{self, Submitted},
    submit,
    views::{self, ReceiptView},
    withdraw::withdraw,
};
use crate::{http::prelude::*, prelude::*};

operations! { "bids":
    /// Submit a bid
    ///
    /// Seals the draft and returns a signed receipt. A further submission before the deadline replaces
    /// the bid. A submission is on time if its last byte arrives at or before the closing time.
    post "/v1/bids/{id}/submission" submit_bid =
        signed_in().key(Scope::BidsWrite).if_match().submission()
            .versioned().gives::<ReceiptView>(201, "The receipt")
            .says(409, "Too late (with both instants), not in a state to be submitted, or `not-eligible` with the reasons")
            .says(422, "A required answer is missing").row("ocef", "---n-- yy ---- ---");

    /// Withdraw a bid
    ///
    /// Before the deadline. A withdrawn bid is never opened; the supplier may start a new bid until the
    /// deadline.
    post "/v1/bids/{id}/withdrawal" withdraw_bid =
        signed_in().key(Scope::BidsWrite).if_match()
            .versioned().gives::<ReceiptView>(201, "The receipt of the withdrawal")
            .row("ocef", "---n-- yy ---- ---");

    /// List the keys that sign receipts
    ///
    /// As PEM, with the command that verifies a receipt with OpenSSL alone.
    get "/v1/keys" list_keys =
        open().key(Scope::BidsRead).gives::<PublicKeys>(200, "The keys");

    /// Verify a receipt
    ///
    /// Checks the signature of a receipt and returns what it attests. Public.
    post "/v1/receipts/verification" verify_receipt =
        open().key(Scope::BidsWrite).takes::<NoteBody>()
            .gives::<Verification>(200, "The result of the verification");
}

fn receipt_of(submitted: &Submitted) -> Answer {
    let location = format!("/v1/bids/{}", submitted.bid.id);
    Answer::created(&views::receipt(submitted), location).version(submitted.bid.version)
}

async fn submit_bid(request: Request, bid: Path<Id<Bid>>) -> Reply {
    request.act(move |tx, call| submit(tx, call, *bid), receipt_of).await
}

async fn withdraw_bid(request: Request, bid: Path<Id<Bid>>) -> Reply {
    request.act(move |tx, call| withdraw(tx, call, *bid), receipt_of).await
}

/// A public key of this installation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKey {
    /// The id of the key, as receipts name it.
    pub id: String,
    /// The purpose of the key.
    #[schema(example = "receipts")]
    pub purpose: &'static str,
    /// The signature algorithm.
    #[schema(example = "Ed25519")]
    pub algorithm: &'static str,
    /// The public key as PEM.
    pub pem: String,
    /// The command that verifies a receipt without Guildhall.
    pub how_to_verify: &'static str,
}

/// The public keys of this installation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicKeys {
    /// The keys that sign receipts.
    pub items: Vec<PublicKey>,
}

async fn list_keys(request: Request) -> Reply {
    let signer = &request.app.keys.receipts;
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
    /// The signed note, as the receipt has it.
    #[schema(
        max_length = 4000,
        example = "guildhall receipt v1\nkind submission\n...\n\n— guildhall.receipts q7Yv...\n"
    )]
    pub note: String,
}

/// The result of the verification of a receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    /// Whether the note is genuine and unchanged.
    pub valid: bool,
    /// The reason why a receipt is not valid.
    pub reason: Option<&'static str>,
    /// The lines of a valid receipt.
    pub attests: Vec<Attested>,
}

/// A line of a receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attested {
    /// The name of the line.
    #[schema(example = "received-at")]
    pub name: String,
    /// The value of the line.
    #[schema(example = "2026-10-01T11:59:58.123456Z")]
    pub value: String,
}

async fn verify_receipt(request: Request, Body(body): Body<NoteBody>) -> Reply {
    let checked = receipt::verify(&body.note, &request.app.keys.receipts);
    let verification = match checked {
        Ok(lines) => {
            let attests = lines.into_iter().map(|(name, value)| Attested { name, value }).collect();
            Verification { valid: true, reason: None, attests }
        }
        Err(why) => Verification { valid: false, reason: Some(why), attests: Vec::new() },
    };
    Ok(Answer::ok(&verification))
}

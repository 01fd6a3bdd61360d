//! Suppliers at work.

use serde_json::{Value, json};

use super::{PublicBody, Supplier, Told, World};

/// What a usual bid says; the token can be looked for where it must not be.
pub fn answers(token: &str, price: &str) -> Value {
    json!({
        "answers": [
            { "question_key": "approach", "text": format!("Sensors that text {token}") },
            { "question_key": "insured", "text": "yes" }
        ],
        "price": { "amount": price, "currency": "GBP" }
    })
}

impl Supplier<'_> {
    /// A draft with usual answers: its path, and the answer to its last change.
    pub async fn drafts(&self, lot: &str, token: &str, price: &str) -> (String, Told) {
        let new = json!({ "organisation_id": self.id });
        let started = self.bidder.post(&format!("/v1/lots/{lot}/bids"), new).await;
        let path = format!("/v1/bids/{}", started.is(201).id());
        let told = self.bidder.patch(&path, &started.etag(), answers(token, price)).await;
        told.is(200);
        (path, told)
    }

    /// A submitted bid: its path and its receipt.
    pub async fn submits(&self, lot: &str, token: &str, price: &str) -> (String, Told) {
        let (path, draft) = self.drafts(lot, token, price).await;
        let told = self.bidder.act(&format!("{path}/submission"), &draft.etag(), Value::Null).await;
        told.is(201);
        (path, told)
    }
}

impl PublicBody<'_> {
    /// Opens a lot with two officers.
    pub async fn opens(&self, lot: &str) -> Told {
        let path = format!("/v1/lots/{lot}/opening-approvals");
        self.opener.post(&path, Value::Null).await.is(201);
        let told = self.second_opener.post(&path, Value::Null).await;
        told.is(201);
        told
    }
}

impl World {
    /// Past the usual deadline and the time until bids may be opened.
    pub fn past_the_deadline(&self) {
        self.at("2026-10-01T12:02:00Z");
    }
}

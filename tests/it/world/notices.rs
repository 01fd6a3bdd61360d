//! What is published in stories.

use serde_json::{Value, json};

use super::{PublicBody, Told, World};

/// A question and three criteria: quality 60, price 30, a pass or fail, and social value 10.
fn lot(title: &str, closes_at: &str) -> Value {
    json!({
        "title": title, "description": "Supply, fit and run sensors for two years.",
        "value": { "amount": "50000.00", "currency": "GBP" },
        "clarifications_close_at": "2026-09-20T12:00:00Z", "submissions_close_at": closes_at,
        "max_awards": 1,
        "questions": [
            { "key": "approach", "prompt": "How will you do it?", "kind": "text", "word_limit": 50, "required": true },
            { "key": "team", "prompt": "Who will do it?", "kind": "text", "word_limit": 20, "required": false },
            { "key": "insured", "prompt": "Will you be insured before you start?", "kind": "yes_no", "required": true }
        ],
        "criteria": [
            { "key": "quality", "name": "Quality", "kind": "quality", "weight": "60.00", "scale_max": "10.00", "minimum": "4.00", "question_keys": ["approach", "team"], "guidance": "10 is excellent" },
            { "key": "social", "name": "Social value", "kind": "social_value", "weight": "10.00", "scale_max": "5.00", "question_keys": [] },
            { "key": "price", "name": "Price", "kind": "price", "weight": "30.00", "scale_max": "10.00", "question_keys": [] },
            { "key": "cover", "name": "Insurance", "kind": "pass_fail", "question_keys": ["insured"] }
        ]
    })
}

/// When bids of a usual story close.
pub const CLOSES: &str = "2026-10-01T12:00:00Z";

pub fn challenge(organisation: &str) -> Value {
    json!({
        "organisation_id": organisation, "kind": "challenge", "title": "Know which gullies will flood",
        "summary": "Sensors that text before a drain blocks.", "description": "We clean 12,000 gullies by calendar.",
        "cpv": ["72212000"], "regions": ["UKI31"], "themes": ["drainage", "climate"],
        "problem_statement": "Streets flood because drains block unseen.",
        "desired_outcomes": ["Fewer floods", "Fewer wasted visits"],
        "budget": { "amount": "150000.00", "currency": "GBP" },
        "ip_terms": "The supplier owns what it makes; the council may use it.",
        "lots": [lot("Prove it", CLOSES), {
            "title": "Scale it", "description": "The whole borough.", "follows_position": 1,
            "value": { "amount": "100000.00", "currency": "GBP" },
            "clarifications_close_at": "2026-12-01T12:00:00Z", "submissions_close_at": "2026-12-15T12:00:00Z",
            "criteria": [{ "key": "price", "name": "Price", "kind": "price", "weight": "100.00", "scale_max": "10.00", "question_keys": [] }]
        }]
    })
}

pub fn procurement(organisation: &str) -> Value {
    json!({
        "organisation_id": organisation, "kind": "procurement", "title": "Bee-friendly verges",
        "summary": "Mowing that leaves flowers.", "description": "Forty verges, twice a year.",
        "cpv": ["77314000"], "regions": ["UKI"], "themes": ["parks"], "route": "advertised",
        "lots": [lot("North", CLOSES)]
    })
}

/// A procurement whose lot asks something of suppliers.
pub fn asking(organisation: &str, eligibility: Value) -> Value {
    let mut notice = procurement(organisation);
    notice["lots"][0]["eligibility"] = eligibility;
    notice
}

impl PublicBody<'_> {
    /// Drafted by the author.
    pub async fn drafts(&self, notice: Value) -> Told {
        let told = self.author.post("/v1/opportunities", notice).await;
        told.is(201);
        told
    }

    /// Drafted and reviewed by the author, published by the approver; the answer of the last.
    pub async fn publishes(&self, notice: Value) -> Told {
        let draft = self.drafts(notice).await;
        let path = format!("/v1/opportunities/{}", draft.id());
        let sent = self.author.act(&format!("{path}/review"), &draft.etag(), Value::Null).await;
        sent.is(201);
        let told =
            self.approver.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await;
        told.is(201);
        told
    }
}

/// The id of the `n`-th lot, from 0.
pub fn lot_id(opportunity: &Told, n: usize) -> String {
    opportunity["lots"][n]["id"].as_str().unwrap().to_owned()
}

impl World {
    pub async fn public(&self, path: &str) -> Told {
        self.stranger().get(path).await
    }
}

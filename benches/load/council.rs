//! The council at work: a notice drafted, reviewed and published by two, and opened by two.

use guildhall::kernel::{Instant, Period};
use serde_json::{Value, json};

use crate::{
    client::{Connection, Person},
    fill::{Filled, email},
};

/// A lot as councils write them: questions with word limits, weighted criteria.
fn lot(title: &str, closes_at: Instant) -> Value {
    json!({
        "title": title, "description": "Supply, fit and run sensors for two years.",
        "value": { "amount": "50000.00", "currency": "GBP" },
        "clarifications_close_at": closes_at.minus(Period::seconds(1)), "submissions_close_at": closes_at, "max_awards": 1,
        "questions": [
            { "key": "approach", "prompt": "How will you do it?", "kind": "text", "word_limit": 200, "required": true },
            { "key": "insured", "prompt": "Will you be insured before you start?", "kind": "yes_no", "required": true }
        ],
        "criteria": [
            { "key": "quality", "name": "Quality", "kind": "quality", "weight": "70.00", "scale_max": "10.00", "question_keys": ["approach"] },
            { "key": "price", "name": "Price", "kind": "price", "weight": "30.00", "scale_max": "10.00", "question_keys": [] },
            { "key": "cover", "name": "Insurance", "kind": "pass_fail", "question_keys": ["insured"] }
        ]
    })
}

fn notice(council: &str, lots: usize, closes_at: Instant) -> String {
    let lots: Vec<Value> = (1..=lots).map(|n| lot(&format!("Lot {n}"), closes_at)).collect();
    json!({
        "organisation_id": council, "kind": "procurement", "title": "Know which gullies will flood",
        "summary": "Sensors that text before a drain blocks.", "description": "We clean 12,000 gullies by calendar.",
        "cpv": ["72212000"], "regions": ["UKI31"], "themes": ["climate"], "route": "advertised", "lots": lots
    })
    .to_string()
}

/// What a bid says: about 100 words.
pub fn answers() -> String {
    let sentence =
        "We fit sensors that text the crew before a drain blocks, and show them on a map. ";
    json!({
        "answers": [
            { "question_key": "approach", "text": sentence.repeat(6) },
            { "question_key": "insured", "text": "yes" }
        ],
        "price": { "amount": "42000.00", "currency": "GBP" }
    })
    .to_string()
}

/// Publishes a procurement; the ids of its lots.
pub fn publish(
    to: &mut Connection,
    filled: &Filled,
    lots: usize,
    closes_at: Instant,
) -> Vec<String> {
    let author = Person::sign_in(to, &email("author"), &filled.council);
    let approver = Person::sign_in(to, &email("approver"), &filled.council);
    let body = notice(&filled.council, lots, closes_at);
    let drafted = to.ask(&author.post("/v1/opportunities", &body)).unwrap();
    let (id, etag) = (drafted.is(201)["id"].clone(), drafted.etag());
    let path = format!("/v1/opportunities/{}", id.as_str().unwrap());
    let sent = to.ask(&author.act(&format!("{path}/review"), &etag, "review")).unwrap();
    sent.is(201);
    let etag = sent.etag();
    let out = to.ask(&approver.act(&format!("{path}/publication"), &etag, "publish")).unwrap();
    let published = out.is(201);
    let lots = published["lots"].as_array().unwrap().iter();
    lots.map(|lot| lot["id"].as_str().unwrap().to_owned()).collect()
}

/// Opens a lot with two officers; how many bids it had, as the approver is told.
pub fn opened(to: &mut Connection, filled: &Filled, lot: &str) -> usize {
    for opener in ["opener", "second-opener"] {
        let opener = Person::sign_in(to, &email(opener), &filled.council);
        let path = format!("/v1/lots/{lot}/opening-approvals");
        to.ask(&opener.post(&path, "")).unwrap().is(201);
    }
    let approver = Person::sign_in(to, &email("approver"), &filled.council);
    let bids = to.ask(&approver.get(&format!("/v1/lots/{lot}/bids"))).unwrap().is(200);
    bids["items"].as_array().unwrap().len()
}

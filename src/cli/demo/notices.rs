//! What the boroughs of the demo publish, and what suppliers answer.

use serde_json::{Value, json};

use crate::{
    bids::{Edit, EditedAnswer},
    http,
    kernel::{Key, Patch},
    opportunities::NewOpportunity,
    prelude::*,
    words,
};

words!(
    /// How far a notice of the demo gets.
    Ends {
        Draft = "draft", InReview = "in_review", Open = "open", Closed = "closed",
        Opened = "opened", InEvaluation = "in_evaluation", Proposed = "proposed",
        Decided = "decided", NoAward = "no_award", NoBids = "no_bids", Cancelled = "cancelled",
    }
);

/// A notice as its file gives it.
#[derive(Debug, Clone)]
pub struct Notice {
    pub buyer: String,
    pub ends: Ends,
    body: Value,
}

/// All notices of the demo.
pub fn all() -> Result<Vec<Notice>, Fault> {
    let list: Vec<Value> = serde_json::from_str(include_str!("notices.json"))
        .map_err(|error| Fault::corrupt(&error))?;
    list.into_iter().map(notice).collect()
}

fn notice(mut body: Value) -> Result<Notice, Fault> {
    let mut word = |name: &str| {
        let taken = body.as_object_mut().and_then(|members| members.remove(name));
        let text = taken.as_ref().and_then(Value::as_str).map(str::to_owned);
        text.ok_or_else(|| Fault::corrupt(&name))
    };
    let (buyer, ends) = (word("buyer")?, word("ends")?);
    let ends = Ends::parse(&ends).ok_or_else(|| Fault::corrupt(&ends))?;
    Ok(Notice { buyer, ends, body })
}

impl Notice {
    /// The notice as its author sends it, through the very parser of the API.
    pub fn drafted(
        &self,
        organisation: Id<Organisation>,
        closes_at: Instant,
    ) -> Result<NewOpportunity, Fault> {
        let mut body = self.body.clone();
        if let Some(members) = body.as_object_mut() {
            members.insert("organisation_id".to_owned(), json!(organisation));
        }
        for lot in body.get_mut("lots").and_then(Value::as_array_mut).into_iter().flatten() {
            // A later stage is competed for when the first has been decided.
            let later = lot.get("follows_position").is_some();
            let closes_at = if later { closes_at.plus(Period::days(60)) } else { closes_at };
            if let Some(members) = lot.as_object_mut() {
                members.insert("submissions_close_at".to_owned(), json!(closes_at));
                let questions_until = closes_at.minus(Period::days(7));
                members.insert("clarifications_close_at".to_owned(), json!(questions_until));
                members.insert("questions".to_owned(), questions());
                members.insert("criteria".to_owned(), criteria());
            }
        }
        Ok(http::parse_body(body.to_string().as_bytes())?)
    }
}

fn questions() -> Value {
    json!([
        { "key": "approach", "prompt": "How will you do it?", "kind": "text", "word_limit": 300, "required": true },
        { "key": "team", "prompt": "Who will do it, and what have they done before?", "kind": "text", "word_limit": 200, "required": true },
        { "key": "social", "prompt": "What will the borough gain besides?", "kind": "text", "word_limit": 150, "required": true },
        { "key": "insured", "prompt": "Will you be insured for two million pounds before you start?", "kind": "yes_no", "required": true }
    ])
}

fn criteria() -> Value {
    let guidance = "0 not answered, 4 acceptable, 7 good, 10 excellent and evidenced";
    json!([
        { "key": "quality", "name": "Quality of the approach", "kind": "quality", "weight": "45.00", "scale_max": "10", "minimum": "4", "question_keys": ["approach"], "guidance": guidance },
        { "key": "team", "name": "Team and experience", "kind": "quality", "weight": "15.00", "scale_max": "10", "question_keys": ["team"], "guidance": guidance },
        { "key": "social", "name": "Social value", "kind": "social_value", "weight": "10.00", "scale_max": "10", "question_keys": ["social"], "guidance": guidance },
        { "key": "price", "name": "Price", "kind": "price", "weight": "30.00", "scale_max": "10" },
        { "key": "cover", "name": "Insurance", "kind": "pass_fail", "question_keys": ["insured"] }
    ])
}

/// The keys of what people mark.
pub const MARKED: [&str; 3] = ["quality", "team", "social"];

/// What the `n`-th supplier answers, at a price of its own below the value of the lot.
pub fn answers(value: Money, n: usize, again: bool) -> Result<Edit, Fault> {
    const APPROACHES: [&str; 3] = [
        "We begin with two weeks beside your officers, build the smallest thing that could work, and measure it against the baseline that we agree on. What does not move the figure is dropped. Everything is handed over with its documentation as we go, so that another supplier could go on.",
        "We bring a product that two counties use already and fit it to your systems within six weeks. Residents test each step; their words are in the report that we publish every month. Where the evidence is thin we say so.",
        "We work in the open: plans, code and readings are public from the first day. A small team of engineers and a designer sits with you for two days a week, and trains those who will run it after us.",
    ];
    const TEAMS: [&str; 3] = [
        "A lead engineer with nine years in local government, a service designer and two developers. The same people from the first day to the last.",
        "Our founder ran the service that you run now, in another county. Three engineers, one of them an apprentice from the borough.",
        "Five people who have delivered four such projects together, two of them for boroughs of London.",
    ];
    const SOCIAL: [&str; 3] = [
        "Two paid placements for care leavers, and a quarter of the spend within the borough.",
        "Everything that we build is open source, and we teach an evening class at the library.",
        "We offset nothing: we measure our carbon and cut it, and publish the figure.",
    ];
    let pick =
        |from: &[&str; 3]| from.iter().cycle().nth(n).copied().unwrap_or_default().to_owned();
    let second =
        if again { " In this version the second phase begins a month earlier." } else { "" };
    let said = [
        ("approach", pick(&APPROACHES) + second),
        ("team", pick(&TEAMS)),
        ("social", pick(&SOCIAL)),
        ("insured", "yes".to_owned()),
    ];
    let mut answers = Vec::new();
    for (key, text) in said {
        let key = Key::parse(key).map_err(|why| Fault::corrupt(&why))?;
        let text = Text::parse(&text).map_err(|why| Fault::corrupt(&why))?;
        answers.push(EditedAnswer { question_key: key, text: Some(text) });
    }
    let below = i64::try_from(60 + n * 7 % 39).unwrap_or(60);
    let price = Money::from_minor(value.minor() / 100 * below, value.currency());
    Ok(Edit { answers, price: price.map_or(Patch::Keep, Patch::Set) })
}

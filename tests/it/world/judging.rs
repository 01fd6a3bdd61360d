//! Panels at work.

use serde_json::{Value, json};

use super::{Person, PublicBody, Told, World};

/// The panel of a lot: a chair who marks, one evaluator, one observer.
pub struct Panel<'w> {
    pub lot: String,
    pub chair: Person<'w>,
    pub evaluator: Person<'w>,
    pub observer: Person<'w>,
}

/// Marks for everything but the price of a usual lot.
pub fn marks(quality: &str, social: &str, cover: &str) -> Value {
    let mark = |key: &str, mark: &str| json!({ "criterion_key": key, "mark": mark, "rationale": format!("Because of the {key} shown.") });
    json!({ "scores": [mark("quality", quality), mark("social", social), mark("cover", cover)] })
}

impl World {
    pub async fn panel(&self, buyer: &PublicBody<'_>, lot: &str) -> Panel<'_> {
        let mut people = Vec::new();
        for (name, role) in
            [("Chair", "chair"), ("Evaluator", "evaluator"), ("Observer", "observer")]
        {
            let person = self.person(&format!("{name} {lot}")).await;
            let path = format!("/v1/lots/{lot}/panel");
            buyer.approver.post(&path, json!({ "user_id": person.id, "role": role })).await.is(201);
            people.push(person);
        }
        let observer = people.pop().unwrap();
        let evaluator = people.pop().unwrap();
        let chair = people.pop().unwrap();
        Panel { lot: lot.to_owned(), chair, evaluator, observer }
    }
}

impl Panel<'_> {
    /// Everybody declares that there is nothing to declare.
    pub async fn declares(&self) {
        let nothing =
            json!({ "conflicts": [], "statement": "I have no interest in any of the bidders." });
        for person in [&self.chair, &self.evaluator, &self.observer] {
            person
                .post(&format!("/v1/lots/{}/declarations", self.lot), nothing.clone())
                .await
                .is(201);
        }
    }

    /// Both who mark give these marks to a bid.
    pub async fn marks(&self, bid: &str, given: &Value) {
        for person in [&self.chair, &self.evaluator] {
            person.put(&format!("{bid}/scores"), given.clone()).await.is(200);
        }
    }

    pub async fn submits(&self) {
        for person in [&self.chair, &self.evaluator] {
            person
                .post(&format!("/v1/lots/{}/scores/submission", self.lot), Value::Null)
                .await
                .is(201);
        }
    }

    /// The chair writes the marks down as agreed.
    pub async fn agrees(&self, bid: &str, given: &Value) {
        self.chair.put(&format!("{bid}/consensus"), given.clone()).await.is(200);
    }

    pub async fn locks(&self) -> Told {
        let told =
            self.chair.post(&format!("/v1/lots/{}/consensus/lock", self.lot), Value::Null).await;
        told.is(201);
        told
    }
}

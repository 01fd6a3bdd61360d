//! What suppliers are assessed for.

use serde_json::{Value, json};

use super::{Person, Supplier, Told, World};

/// A category with one criterion.
pub fn category(code: &str) -> Value {
    of_criteria(code, &["delivered"])
}

pub fn of_criteria(code: &str, keys: &[&str]) -> Value {
    let criterion = |key: &&str| json!({ "key": key, "title": format!("Has {key} it"), "guidance": "Name one piece of work." });
    json!({
        "code": code, "title": format!("The art of {code}"), "description": "What it takes.",
        "criteria": keys.iter().map(criterion).collect::<Vec<_>>(),
    })
}

/// An application with evidence for one criterion.
pub fn application(code: &str) -> Value {
    showing(code, &["delivered"])
}

/// Evidence that no other text of a story holds.
pub const EVIDENCE: &str = "We dug the quiet ditches of Upper Wessex";

pub fn showing(code: &str, keys: &[&str]) -> Value {
    let evidence = |key: &&str| json!({ "criterion": key, "text": EVIDENCE, "url": "https://otter.example/ditches" });
    json!({ "category": code, "evidence": keys.iter().map(evidence).collect::<Vec<_>>() })
}

/// Each criterion with whether it is met, and feedback where it is not.
pub fn findings(found: &[(&str, bool)]) -> Value {
    let finding = |(key, met): &(&str, bool)| {
        let feedback = (!met).then(|| format!("Nobody can see that you have {key} it."));
        json!({ "criterion": key, "met": met, "feedback": feedback })
    };
    json!({ "findings": found.iter().map(finding).collect::<Vec<_>>() })
}

/// An assessment of an application by somebody.
pub async fn assesses(person: &Person<'_>, application: &str, found: &[(&str, bool)]) -> Told {
    person.post(&format!("{application}/assessment"), findings(found)).await
}

impl Supplier<'_> {
    pub fn applications(&self) -> String {
        format!("/v1/organisations/{}/capability-applications", self.id)
    }

    /// Applies with evidence for one criterion; the path of the application.
    pub async fn applies(&self, code: &str) -> String {
        let id = self.bidder.post(&self.applications(), application(code)).await.is(201).id();
        format!("/v1/capability-applications/{id}")
    }
}

impl World {
    /// A supplier holds a capability from now on; the path of its application.
    pub async fn grants(&self, supplier: &Supplier<'_>, code: &str) -> String {
        let administrator = self.administrator().await;
        let path = supplier.applies(code).await;
        assesses(&administrator, &path, &[("delivered", true)]).await.is(201);
        path
    }
}

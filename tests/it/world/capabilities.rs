//! What suppliers are assessed for.

use serde_json::{Value, json};

use super::{Person, Supplier, Told, World};

pub const CATEGORIES: &str = "/v1/capability-categories";
pub const QUEUE: &str = "/v1/capability-applications";

/// An administrator makes a category.
pub async fn makes(admin: &Person<'_>, new: Value) -> Told {
    admin.post(CATEGORIES, new).await
}

/// Somebody applies for a supplier; the answer.
pub async fn applies(person: &Person<'_>, supplier: &Supplier<'_>, new: Value) -> Told {
    person.post(&supplier.applications(), new).await
}

/// Somebody revokes what was granted on an application.
pub async fn revokes(person: &Person<'_>, application: &str) -> Told {
    person
        .post(&format!("{application}/revocation"), json!({ "reason": "It was another's." }))
        .await
}

/// The codes that the public directory shows of a supplier.
pub async fn shown(world: &World, supplier: &str) -> Vec<String> {
    let told = world.public(&format!("/v1/suppliers/{supplier}")).await;
    words(&told.is(200)["capabilities"], "code")
}

/// The names of the suppliers whom the public directory finds by a capability.
pub async fn found_by(world: &World, code: &str) -> Vec<String> {
    let told = world.public(&format!("/v1/suppliers?capability={code}")).await;
    words(&told.is(200)["items"], "name")
}

/// One member of every item of a list.
pub fn words(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
}

/// The letters to somebody that hold these words.
pub async fn letters(world: &World, person: &Person<'_>, words: &str) -> Vec<String> {
    let all = world.letters_to(&person.email).await;
    all.into_iter().filter(|letter| letter.contains(words)).collect()
}

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

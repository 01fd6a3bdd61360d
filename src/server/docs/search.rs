//! Operations and schemas that contain all words of a search.

use askama::Template;

use super::{
    reference::{Entry, Reference},
    schemas::Named,
};

#[derive(Template)]
#[template(path = "server/docs/templates/results.html")]
pub struct ResultsPage<'a> {
    asked: &'a str,
    operations: Vec<&'a Entry>,
    schemas: Vec<&'a Named>,
}

impl<'a> ResultsPage<'a> {
    /// Operations whose id, path or summary has the words come before those that only mention them.
    pub fn of(reference: &'a Reference, asked: &'a str) -> Self {
        let words = asked.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let has = |text: &str| words.iter().all(|word| text.contains(word));
        let mut operations: Vec<_> =
            reference.operations().filter(|operation| has(&operation.words)).collect();
        operations.sort_by_key(|operation| !has(&operation.head));
        let schemas = reference.schemas.iter().filter(|schema| has(&schema.words)).collect();
        Self { asked, operations, schemas }
    }
}

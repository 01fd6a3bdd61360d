//! Descriptions as HTML: paragraphs, lists, and code that links to what it names.

use std::collections::HashMap;

use crate::{http::Operation, kernel::kinds};

/// Words that have a place in the documentation, with its address.
pub struct Names(HashMap<String, String>);

impl Names {
    pub fn of<'a>(
        operations: &[&'static Operation],
        schemas: impl Iterator<Item = &'a String>,
    ) -> Self {
        let operations = operations.iter().map(|one| (one.id.to_owned(), format!("#{}", one.id)));
        let schemas = schemas.map(|name| (name.clone(), schema_address(name)));
        // A kind of one word, as `taken`, may also be a state.
        let kinds = kinds::ALL.iter().map(|kind| kind.slug).filter(|slug| slug.contains('-'));
        let kinds = kinds.map(|slug| (slug.to_owned(), format!("/docs/problems/{slug}")));
        let pages =
            ["/docs/problems", "/openapi.json"].map(|page| (page.to_owned(), page.to_owned()));
        Self(schemas.chain(kinds).chain(pages).chain(operations).collect())
    }

    /// Code, which leads to the place of what it names.
    pub fn code(&self, word: &str) -> String {
        let code = format!("<code>{}</code>", escaped(word));
        match self.0.get(word) {
            Some(address) => format!("<a href=\"{address}\">{code}</a>"),
            None => code,
        }
    }

    /// One line: text, with code between backticks.
    pub fn line(&self, text: &str) -> String {
        let parts = text.split('`').enumerate();
        parts.map(|(at, part)| if at % 2 == 0 { escaped(part) } else { self.code(part) }).collect()
    }

    /// Paragraphs, with an empty line between, and lists, whose lines begin with a dash.
    pub fn paragraphs(&self, text: &str) -> String {
        let mut all = String::new();
        for block in text.split("\n\n").map(|block| format!("\n{}", block.trim())) {
            let mut parts = block.split("\n- ").map(str::trim);
            let lead = parts.next().filter(|lead| !lead.is_empty());
            all.extend(lead.map(|lead| format!("<p>{}</p>", self.line(lead))));
            let items: Vec<_> = parts.map(|item| format!("<li>{}</li>", self.line(item))).collect();
            let items = items.concat();
            all.extend((!items.is_empty()).then(|| format!("<ul>{items}</ul>")));
        }
        all
    }
}

/// The address of a schema in the page.
pub fn schema_address(name: &str) -> String {
    format!("#schema-{name}")
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_become_paragraphs_and_lists_with_links() {
        let names = Names::of(&[], ["Money".to_owned()].iter());
        assert_eq!(
            names.paragraphs("A `Money` & `more`.\n\nOf:\n- `not-found`: <none>\n- two\n  lines"),
            "<p>A <a href=\"#schema-Money\"><code>Money</code></a> &amp; <code>more</code>.</p><p>Of:</p>\
             <ul><li><a href=\"/docs/problems/not-found\"><code>not-found</code></a>: &lt;none&gt;</li><li>two\n  lines</li></ul>"
        );
    }
}

//! A letter: words, facts and one link, the same in plain text and in HTML.

use askama::Template;

use super::place::Place;
use crate::{access::User, db::Fault, kernel::Id};

/// The person or address that a letter goes to. Each row has one: bidders never see one another.
#[derive(Debug, Clone)]
pub struct Addressee {
    pub user: Option<Id<User>>,
    pub email: String,
    pub full_name: String,
}

/// The content of a letter. Rooms build theirs in `mails.rs`; the layout is one for all.
#[derive(Debug, Clone)]
pub struct Letter {
    pub(super) kind: &'static str,
    pub(super) subject: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) link: Option<(&'static str, String)>,
    pub(super) about: Option<String>,
    pub(super) urgent: bool,
    pub(super) secret: bool,
    pub(super) forget: bool,
}

impl Letter {
    /// A letter of a kind, as `bid.receipt`, with its subject.
    pub fn new(kind: &'static str, subject: impl Into<String>) -> Self {
        let subject: String = subject.into();
        Self {
            kind,
            subject: subject.chars().filter(|c| !c.is_control()).take(200).collect(),
            paragraphs: Vec::new(),
            facts: Vec::new(),
            link: None,
            about: None,
            urgent: false,
            secret: false,
            forget: false,
        }
    }

    #[must_use]
    pub fn says(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    #[must_use]
    pub fn fact(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// The one thing to do, and the place to do it.
    #[must_use]
    pub fn link(self, label: &'static str, to: Place<'_>) -> Self {
        Self { link: Some((label, to.path())), ..self }
    }

    /// The id of what it is about.
    #[must_use]
    pub fn about(self, thing: &impl ToString) -> Self {
        Self { about: Some(thing.to_string()), ..self }
    }

    /// Goes before everything that is not urgent: receipts, sign-in.
    #[must_use]
    pub fn urgent(self) -> Self {
        Self { urgent: true, ..self }
    }

    /// Carries a one-time token: urgent, never shown in the feed, its words forgotten once sent.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { secret: true, urgent: true, ..self }
    }

    /// The last letter to somebody: once it is on its way its addressee is forgotten too.
    #[must_use]
    pub fn last(self) -> Self {
        Self { forget: true, ..self.secret() }
    }

    /// The letter as plain text and as HTML.
    pub(super) fn render(&self, full_name: &str, public_url: &str) -> Result<Rendered, Fault> {
        let Self { subject, paragraphs, facts, .. } = self;
        let link = self.link.as_ref().map(|(label, path)| (*label, format!("{public_url}{path}")));
        let link = link.as_ref();
        let text = Text { full_name, paragraphs, facts, link, public_url };
        let html = Html { subject, full_name, paragraphs, facts, link, public_url };
        let broken = |error| Fault::corrupt(&error);
        Ok(Rendered { text: text.render().map_err(broken)?, html: html.render().map_err(broken)? })
    }
}

/// The words of a letter to one addressee.
pub struct Rendered {
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "outbox/templates/letter.txt", escape = "none")]
struct Text<'a> {
    full_name: &'a str,
    paragraphs: &'a [String],
    facts: &'a [(&'static str, String)],
    link: Option<&'a (&'static str, String)>,
    public_url: &'a str,
}

#[derive(Template)]
#[template(path = "outbox/templates/letter.html")]
struct Html<'a> {
    subject: &'a str,
    full_name: &'a str,
    paragraphs: &'a [String],
    facts: &'a [(&'static str, String)],
    link: Option<&'a (&'static str, String)>,
    public_url: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_is_escaped_and_both_parts_say_the_same() {
        let letter = Letter::new("test.letter", "About\r\nBcc: x@y.uk <b>")
            .says("A <script>alert(1)</script> & more")
            .fact("Bid", &"42")
            .link("Read it", Place::Lot(&"x"));
        let Rendered { text, html } = letter.render("Ada <i>", "https://g.test").unwrap();
        assert!(!html.contains("<script>") && !html.contains("Ada <i>"), "{html}");
        assert!(!letter.subject.contains('\n'));
        for fact in ["42", "https://g.test/v1/lots/x", "more"] {
            assert!(html.contains(fact) && text.contains(fact), "{fact}");
        }
        insta::assert_snapshot!(text, @"
        Dear Ada <i>,

        A <script>alert(1)</script> & more

        Bid: 42

        Read it: https://g.test/v1/lots/x

        Guildhall
        https://g.test
        ");
    }
}

//! A letter: words, facts and one link, the same in plain text and in HTML.

use askama::Template;

use super::store::{self, Row};
use crate::{
    access::User,
    audit::Call,
    db::{Fault, Tx},
    kernel::{Email, Id},
};

/// Who gets a letter. One row, one addressee: bidders never see one another.
#[derive(Debug, Clone)]
pub struct Addressee {
    pub user: Option<Id<User>>,
    pub email: String,
    pub full_name: String,
}

/// What a letter says. Rooms build theirs in `mails.rs`; the layout is one for all.
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

    /// The one thing to do, by an address that begins with the configured public URL.
    #[must_use]
    pub fn link(self, label: &'static str, url: String) -> Self {
        Self { link: Some((label, url)), ..self }
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

    fn text(&self, full_name: &str, public_url: &str) -> Result<String, Fault> {
        let Self { paragraphs, facts, link, .. } = self;
        let page = Text { full_name, paragraphs, facts, link: link.as_ref(), public_url };
        page.render().map_err(|error| Fault::corrupt(&error))
    }

    fn html(&self, full_name: &str, public_url: &str) -> Result<String, Fault> {
        let Self { subject, paragraphs, facts, link, .. } = self;
        let page = Html { subject, full_name, paragraphs, facts, link: link.as_ref(), public_url };
        page.render().map_err(|error| Fault::corrupt(&error))
    }
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

/// Puts a letter into the outbox: it goes out if, and only if, the transaction commits.
pub fn send(tx: &mut Tx<'_>, call: &Call, to: &Addressee, letter: &Letter) -> Result<(), Fault> {
    if Email::is_of_program(&to.email) {
        return Ok(());
    }
    let public_url = &call.app.config.public_url;
    let text = letter.text(&to.full_name, public_url)?;
    let html = letter.html(&to.full_name, public_url)?;
    let id = Id::new();
    let body = if letter.secret { hidden(call, id, &text, &html)? } else { (text, html) };
    store::insert(tx, (id, to), letter, body, call.at)
}

/// One-time tokens do not lie open in the database or its logs while they wait (SAFETY E14).
fn hidden(call: &Call, id: Id<Row>, text: &str, html: &str) -> Result<(String, String), Fault> {
    let (key, purpose) = (&call.app.keys.sealed, store::purpose(id));
    let broken = |error| Fault::corrupt(&error);
    Ok((key.encrypt(text, &purpose).map_err(broken)?, key.encrypt(html, &purpose).map_err(broken)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_is_escaped_and_both_parts_say_the_same() {
        let letter = Letter::new("test.letter", "About\r\nBcc: x@y.uk <b>")
            .says("A <script>alert(1)</script> & more")
            .fact("Bid", &"42")
            .link("Read it", "https://g.test/x".to_owned());
        let html = letter.html("Ada <i>", "https://g.test").unwrap();
        let text = letter.text("Ada <i>", "https://g.test").unwrap();
        assert!(!html.contains("<script>") && !html.contains("Ada <i>"), "{html}");
        assert!(!letter.subject.contains('\n'));
        for fact in ["42", "https://g.test/x", "more"] {
            assert!(html.contains(fact) && text.contains(fact), "{fact}");
        }
        insta::assert_snapshot!(text, @"
        Dear Ada <i>,

        A <script>alert(1)</script> & more

        Bid: 42

        Read it: https://g.test/x

        Guildhall
        https://g.test
        ");
    }
}

//! Rows of the outbox.

use diesel::prelude::*;

use super::letter::{Addressee, Letter, Rendered};
use crate::{
    access::User,
    db::{Db, Fault, Tx, schema::outbox},
    kernel::{Id, Instant, PageOf, Period},
};

/// Marker for ids of outbox rows.
#[derive(Debug)]
pub struct Row;

/// A row that a worker has leased, with what it takes to send it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Leased {
    pub id: Id<Row>,
    pub email: String,
    pub full_name: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub secret: bool,
    pub forget: bool,
    pub attempts: i32,
    pub created_at: Instant,
}

/// The purpose under which the words of a secret letter are encrypted.
pub fn purpose(id: Id<Row>) -> String {
    format!("letter {id}")
}

/// A letter as its addressee sees it in the feed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Notification {
    pub id: Id<Row>,
    pub kind: String,
    pub subject: String,
    pub body_text: String,
    pub about: Option<String>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

const URGENT: i32 = 0;
const USUAL: i32 = 1;

/// A letter to one addressee, ready to go.
pub struct New<'a> {
    pub id: Id<Row>,
    pub to: &'a Addressee,
    pub letter: &'a Letter,
    pub rendered: Rendered,
}

pub fn insert(tx: &mut Tx<'_>, new: &New<'_>, now: Instant) -> Result<(), Fault> {
    let New { id, to, letter, rendered } = new;
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(id),
            outbox::lane.eq(if letter.urgent { URGENT } else { USUAL }),
            outbox::kind.eq(letter.kind),
            outbox::user_id.eq(to.user),
            outbox::email.eq(&to.email),
            outbox::full_name.eq(&to.full_name),
            outbox::subject.eq(&letter.subject),
            outbox::body_text.eq(&rendered.text),
            outbox::body_html.eq(&rendered.html),
            outbox::about.eq(&letter.about),
            outbox::secret.eq(letter.secret),
            outbox::forget.eq(letter.forget),
            outbox::state.eq("waiting"),
            outbox::due_at.eq(now),
            outbox::created_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Leases what is due to one worker, urgent first. A row leased by a worker that has died is free
/// again when its lease runs out.
pub fn lease(
    tx: &mut Tx<'_>,
    claim: &str,
    now: Instant,
    lease: Period,
    most: i64,
) -> Result<Vec<Leased>, Fault> {
    let ids = tx.db().due_outbox_rows(now.micros(), most)?;
    let free = outbox::id.eq_any(&ids).and(outbox::state.eq("waiting"));
    diesel::update(outbox::table.filter(free))
        .set((
            outbox::claim.eq(claim),
            outbox::claimed_until.eq(now.plus(lease)),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .execute(tx.db())?;
    Ok(outbox::table
        .filter(outbox::id.eq_any(&ids).and(outbox::claim.eq(claim)))
        .order((outbox::lane, outbox::due_at, outbox::id))
        .select(Leased::as_select())
        .load(tx.db())?)
}

/// Gives back what a worker has leased and not come to.
pub fn release(tx: &mut Tx<'_>, claim: &str) -> Result<(), Fault> {
    let mine = outbox::claim.eq(claim).and(outbox::state.eq("waiting"));
    let none: Option<Instant> = None;
    diesel::update(outbox::table.filter(mine.and(outbox::claimed_until.is_not_null())))
        .set((outbox::claimed_until.eq(none), outbox::attempts.eq(outbox::attempts - 1)))
        .execute(tx.db())?;
    Ok(())
}

/// What a worker holds while it sends a letter.
#[derive(Debug, Clone)]
pub struct Lease {
    pub id: Id<Row>,
    pub claim: String,
    pub secret: bool,
    pub forget: bool,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    Sent,
    Again { at: Instant, why: String },
    Parked { why: String },
}

/// Writes how an attempt ended, unless another worker has taken the row over meanwhile.
pub fn end(tx: &mut Tx<'_>, leased: &Lease, ended: &Ended, now: Instant) -> Result<bool, Fault> {
    let mine = outbox::id.eq(leased.id).and(outbox::claim.eq(&leased.claim));
    let mine = outbox::table.filter(mine);
    let none: Option<Instant> = None;
    let sent = (outbox::state.eq("sent"), outbox::sent_at.eq(now), outbox::claimed_until.eq(none));
    let changed = match ended {
        // A one-time token has no business at rest once it is on its way.
        Ended::Sent if leased.secret => diesel::update(mine)
            .set((sent, outbox::body_text.eq(""), outbox::body_html.eq("")))
            .execute(tx.db())?,
        Ended::Sent => diesel::update(mine).set(sent).execute(tx.db())?,
        Ended::Again { at, why } => diesel::update(mine)
            .set((
                outbox::due_at.eq(at),
                outbox::last_error.eq(why),
                outbox::claimed_until.eq(none),
            ))
            .execute(tx.db())?,
        Ended::Parked { why } => diesel::update(mine)
            .set((
                outbox::state.eq("parked"),
                outbox::last_error.eq(why),
                outbox::claimed_until.eq(none),
            ))
            .execute(tx.db())?,
    };
    if changed == 1 && leased.forget && !matches!(ended, Ended::Again { .. }) {
        let nothing = (
            outbox::email.eq(""),
            outbox::full_name.eq(""),
            outbox::body_text.eq(""),
            outbox::body_html.eq(""),
            outbox::last_error.eq(None::<String>),
        );
        diesel::update(outbox::table.filter(outbox::id.eq(leased.id)))
            .set(nothing)
            .execute(tx.db())?;
    }
    Ok(changed == 1)
}

/// The feed of one person, newest first, without what carries secrets.
pub fn notifications_of(
    db: &mut Db,
    user: Id<User>,
    page: &PageOf,
) -> Result<Vec<Notification>, Fault> {
    let mut query =
        outbox::table.filter(outbox::user_id.eq(user).and(outbox::secret.eq(false))).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(outbox::id.lt(after.to_owned()));
    }
    Ok(query
        .order(outbox::id.desc())
        .limit(page.fetch())
        .select(Notification::as_select())
        .load(db)?)
}

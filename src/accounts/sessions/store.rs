//! Rows of sessions.

use diesel::prelude::*;

use crate::{
    access::Session,
    db::{once, schema::sessions},
    prelude::*,
};

/// A session as stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct StoredSession {
    pub id: Id<Session>,
    pub user_id: Id<User>,
    pub refresh_hash: String,
    pub created_at: Instant,
    pub refreshed_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub user_agent: Option<String>,
    /// The hash of the refresh token before, and of the key that its rotation came with.
    pub previous_hash: Option<String>,
    pub rotation_key: Option<String>,
    /// Whether a second factor, or a passkey, was proved in it.
    pub second_factor: bool,
    /// When its owner last proved that it is them.
    pub proved_at: Instant,
}

pub fn insert(tx: &mut Tx<'_>, session: &StoredSession) -> Result<(), Fault> {
    diesel::insert_into(sessions::table).values(session).execute(tx.db())?;
    Ok(())
}

pub fn load(db: &mut Db, id: Id<Session>) -> Result<Guarded<StoredSession>, Fault> {
    let found = sessions::table.find(id).select(StoredSession::as_select()).first(db).optional()?;
    Ok(Guarded::new(found.ok_or(No::Hidden)?))
}

/// Puts a new refresh hash in the place of the one that was read.
pub fn rotate(
    tx: &mut Tx<'_>,
    read: &StoredSession,
    hash: &str,
    key: Option<&str>,
    now: Instant,
) -> Result<(), Fault> {
    let changed = diesel::update(sessions::table)
        .filter(sessions::id.eq(read.id).and(sessions::refresh_hash.eq(&read.refresh_hash)))
        .set((
            sessions::refresh_hash.eq(hash),
            sessions::previous_hash.eq(&read.refresh_hash),
            sessions::rotation_key.eq(key),
            sessions::refreshed_at.eq(now),
        ))
        .execute(tx.db())?;
    once(changed)
}

pub fn end(tx: &mut Tx<'_>, id: Id<Session>, now: Instant) -> Result<(), Fault> {
    diesel::update(sessions::table.filter(sessions::id.eq(id).and(sessions::ended_at.is_null())))
        .set(sessions::ended_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Ends the sessions of a user, all or all but one; how many those were.
pub fn end_all(
    tx: &mut Tx<'_>,
    user: Id<User>,
    but: Option<Id<Session>>,
    now: Instant,
) -> Result<usize, Fault> {
    let open = sessions::user_id.eq(user).and(sessions::ended_at.is_null());
    let kept = but.map_or_else(String::new, |but| but.to_string());
    Ok(diesel::update(sessions::table.filter(open.and(sessions::id.ne(kept))))
        .set(sessions::ended_at.eq(now))
        .execute(tx.db())?)
}

/// A page of the sessions of a user that go on, newest first: refreshed since `alive`.
pub fn list(
    db: &mut Db,
    user: Id<User>,
    now: Instant,
    alive: Instant,
    page: &PageOf,
) -> Result<Vec<StoredSession>, Fault> {
    let open = sessions::user_id.eq(user).and(sessions::ended_at.is_null());
    let goes_on = sessions::expires_at.gt(now).and(sessions::refreshed_at.gt(alive));
    let mut query = sessions::table.filter(open.and(goes_on)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(sessions::id.lt(after.to_owned()));
    }
    Ok(query
        .order(sessions::id.desc())
        .limit(page.fetch())
        .select(StoredSession::as_select())
        .load(db)?)
}

/// A session has proved itself, with a second factor or with a password alone.
pub fn prove_session(
    tx: &mut Tx<'_>,
    id: Id<Session>,
    strong: bool,
    now: Instant,
) -> Result<(), Fault> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((
            sessions::second_factor.eq(strong),
            sessions::proved_at.eq(now),
            sessions::wrong_proofs.eq(0),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Counts a wrong proof in a session; how many there are now.
pub fn wrong_proof(tx: &mut Tx<'_>, id: Id<Session>) -> Result<i64, Fault> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set(sessions::wrong_proofs.eq(sessions::wrong_proofs + 1))
        .execute(tx.db())?;
    Ok(sessions::table.filter(sessions::id.eq(id)).select(sessions::wrong_proofs).first(tx.db())?)
}

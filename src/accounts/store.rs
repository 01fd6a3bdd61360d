//! Rows of users and their links.

use diesel::prelude::*;

use super::model::{Account, UserState};
use crate::{
    access::Duties,
    db::{
        once,
        schema::{user_tokens as links, users},
    },
    kernel::Email,
    outbox::Addressee,
    prelude::*,
    words,
};

pub fn anybody() -> Guarded<()> {
    Guarded::new(())
}

pub fn load(db: &mut Db, id: Id<User>) -> Result<Guarded<Account>, Fault> {
    account(db, id).map(Guarded::new)
}

/// An account for what another room's rule has opened.
pub fn account(db: &mut Db, id: Id<User>) -> Result<Account, Fault> {
    let found = users::table.find(id).select(Account::as_select()).first(db).optional()?;
    Ok(found.ok_or(No::Hidden)?)
}

pub fn find(db: &mut Db, email: &str) -> Result<Option<Account>, Fault> {
    let own = users::email.eq(email);
    Ok(users::table.filter(own).select(Account::as_select()).first(db).optional()?)
}

/// The id of the user with this address.
pub fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Id<User>>, Fault> {
    Ok(users::table.filter(users::email.eq(email)).select(users::id).first(db).optional()?)
}

/// The part of a user that others may see: a name, and whether the account is active.
#[derive(Debug, Clone, Queryable)]
pub struct Person {
    pub id: Id<User>,
    pub full_name: String,
    pub active: bool,
}

/// Whether somebody is an active auditor of the platform.
pub fn is_auditor(db: &mut Db, id: Id<User>) -> Result<bool, Fault> {
    let active = users::state.eq(UserState::Active);
    let found = users::table.find(id).select(users::auditor.and(active)).first(db).optional()?;
    Ok(found.unwrap_or(false))
}

pub fn person(db: &mut Db, id: Id<User>) -> Result<Option<Person>, Fault> {
    let shown = (users::id, users::full_name, users::state.eq(UserState::Active));
    Ok(users::table.find(id).select(shown).first(db).optional()?)
}

/// Where a user's letters go.
pub fn addressee(db: &mut Db, id: Id<User>) -> Result<Addressee, Fault> {
    let (user, email, full_name) = users::table
        .filter(users::id.eq(id))
        .select((users::id, users::email, users::full_name))
        .first::<(Id<User>, String, String)>(db)?;
    Ok(Addressee { user: Some(user), email, full_name })
}

pub fn insert(tx: &mut Tx<'_>, account: &Account, now: Instant) -> Result<(), Fault> {
    diesel::insert_into(users::table)
        .values((
            users::id.eq(account.id),
            users::email.eq(&account.email),
            users::full_name.eq(&account.full_name),
            users::password_hash.eq(&account.password_hash),
            users::state.eq(account.state),
            users::administrator.eq(account.administrator),
            users::duties.eq(account.duties.words()),
            users::auditor.eq(account.auditor),
            users::created_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// An account for a program: no password, no address that a letter could go to.
pub fn insert_program(
    tx: &mut Tx<'_>,
    id: Id<User>,
    name: &str,
    now: Instant,
) -> Result<(), Fault> {
    let account = Account {
        id,
        email: Email::of_program(&id).as_str().to_owned(),
        full_name: name.to_owned(),
        password_hash: None,
        state: UserState::Active,
        administrator: false,
        duties: Duties::default(),
        auditor: false,
        version: 1,
    };
    insert(tx, &account, now)
}

/// Writes name, state, hash and platform roles over the version that was read.
pub fn update(tx: &mut Tx<'_>, account: Account) -> Result<Account, Fault> {
    let changed = diesel::update(users::table)
        .filter(users::id.eq(account.id).and(users::version.eq(account.version)))
        .set((
            users::full_name.eq(&account.full_name),
            users::password_hash.eq(&account.password_hash),
            users::state.eq(account.state),
            users::administrator.eq(account.administrator),
            users::duties.eq(account.duties.words()),
            users::auditor.eq(account.auditor),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Account { version: account.version + 1, ..account })
}

words!(
    /// The purpose of a one-time link.
    Purpose { Verification = "verification", Password = "password" }
);

/// A one-time link, and what its registration gave.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = links)]
pub struct Link {
    pub user_id: Id<User>,
    pub password_hash: Option<String>,
    pub full_name: Option<String>,
}

pub fn insert_link(
    tx: &mut Tx<'_>,
    link: &Link,
    purpose: Purpose,
    hash: &str,
    expires_at: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(links::table)
        .values((
            links::token_hash.eq(hash),
            links::user_id.eq(link.user_id),
            links::purpose.eq(purpose),
            links::password_hash.eq(&link.password_hash),
            links::full_name.eq(&link.full_name),
            links::expires_at.eq(expires_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The links that are still good for a purpose.
macro_rules! good {
    ($purpose:expr, $hash:expr, $now:expr) => {
        links::token_hash
            .eq($hash)
            .and(links::purpose.eq($purpose))
            .and(links::used_at.is_null())
            .and(links::expires_at.gt($now))
    };
}

/// The account of a link, where the link is good: the new password is judged by its words.
pub fn account_of_link(
    db: &mut Db,
    purpose: Purpose,
    hash: &str,
    now: Instant,
) -> Result<Option<Account>, Fault> {
    Ok(links::table
        .inner_join(users::table.on(users::id.eq(links::user_id)))
        .filter(good!(purpose, hash, now))
        .select(Account::as_select())
        .first(db)
        .optional()?)
}

/// Uses up every link of a user for a purpose.
pub fn spend_links(
    tx: &mut Tx<'_>,
    user: Id<User>,
    purpose: Purpose,
    now: Instant,
) -> Result<(), Fault> {
    let mine = links::user_id.eq(user).and(links::purpose.eq(purpose));
    diesel::update(links::table.filter(mine.and(links::used_at.is_null())))
        .set(links::used_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Uses a link up, if it was good.
pub fn use_link(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    hash: &str,
    now: Instant,
) -> Result<Option<Link>, Fault> {
    let link: Option<Link> = links::table
        .filter(good!(purpose, hash, now))
        .select(Link::as_select())
        .first(tx.db())
        .optional()?;
    if link.is_some() {
        diesel::update(links::table.filter(links::token_hash.eq(hash)))
            .set(links::used_at.eq(now))
            .execute(tx.db())?;
    }
    Ok(link)
}

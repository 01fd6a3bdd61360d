//! Rows of members.

use diesel::prelude::*;

use super::{
    confirmation::Year,
    joining,
    model::{Member, MemberAmong, Roles},
};
use crate::{
    db::{
        once,
        schema::{members, organisations, users},
    },
    outbox::Addressee,
    prelude::*,
};

pub fn insert(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    user: Id<User>,
    roles: &Roles,
    now: Instant,
) -> Result<(), Fault> {
    let kind: String = organisations::table
        .filter(organisations::id.eq(of))
        .select(organisations::kind)
        .first(tx.db())?;
    let year = (kind == OrganisationKind::PublicBody.as_str()).then(|| Year::from(now));
    diesel::insert_into(members::table)
        .values((
            members::organisation_id.eq(of),
            members::user_id.eq(user),
            members::roles.eq(roles.words()),
            members::joined_at.eq(now),
            members::confirmed_until.eq(year.map(|year| year.until)),
            members::remind_at.eq(year.and_then(|year| year.reminder_after(now))),
        ))
        .execute(tx.db())?;
    // Who asked to join has joined, whichever way.
    joining::end_own(tx, of, user, now)
}

#[derive(Queryable)]
struct MemberRow {
    organisation: Id<Organisation>,
    user: Id<User>,
    full_name: String,
    email: String,
    roles: String,
    joined_at: Instant,
    confirmed_until: Option<Instant>,
    version: i64,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            organisation: row.organisation,
            user: row.user,
            full_name: row.full_name,
            email: row.email,
            roles: Roles::from_words(&row.roles),
            joined_at: row.joined_at,
            confirmed_until: row.confirmed_until,
            version: row.version,
        }
    }
}

type MemberColumns = (
    members::organisation_id,
    members::user_id,
    users::full_name,
    users::email,
    members::roles,
    members::joined_at,
    members::confirmed_until,
    members::version,
);

const MEMBER: MemberColumns = (
    members::organisation_id,
    members::user_id,
    users::full_name,
    users::email,
    members::roles,
    members::joined_at,
    members::confirmed_until,
    members::version,
);

/// A member for what another rule has opened.
pub fn find(db: &mut Db, of: Id<Organisation>, user: Id<User>) -> Result<Option<Member>, Fault> {
    let row: Option<MemberRow> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(members::user_id.eq(user)))
        .select(MEMBER)
        .first(db)
        .optional()?;
    Ok(row.map(Member::from))
}

/// The members among these people, in one statement.
pub fn among(db: &mut Db, of: Id<Organisation>, users: &[Id<User>]) -> Result<Vec<Member>, Fault> {
    let rows: Vec<MemberRow> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(members::user_id.eq_any(users)))
        .select(MEMBER)
        .order(members::user_id)
        .load(db)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

/// The members of whom the owners are to be told by now that their place runs out.
pub fn ending(db: &mut Db, of: Id<Organisation>, now: Instant) -> Result<Vec<Member>, Fault> {
    let due = members::remind_at.is_not_null().and(members::remind_at.le(now));
    let rows: Vec<MemberRow> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(due.assume_not_null()))
        .select(MEMBER)
        .order(members::user_id)
        .load(db)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub fn list(db: &mut Db, of: Id<Organisation>, page: &PageOf) -> Result<Vec<Member>, Fault> {
    let mut query = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of))
        .select(MEMBER)
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(members::user_id.gt(after.to_owned()));
    }
    let rows: Vec<MemberRow> = query.order(members::user_id).limit(page.fetch()).load(db)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub fn load(
    db: &mut Db,
    of: Id<Organisation>,
    user: Id<User>,
) -> Result<Guarded<MemberAmong>, Fault> {
    let rows: Vec<(MemberRow, String, String)> = members::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(members::organisation_id.eq(of))
        .select((MEMBER, organisations::kind, users::state))
        .load(db)?;
    let owns = |row: &MemberRow| Roles::from_words(&row.roles).has(Role::Owner);
    // An owner who is suspended owns nothing for now.
    let counts = |(row, _, state): &&(MemberRow, String, String)| {
        row.user != user && state == "active" && owns(row)
    };
    let others = rows.iter().filter(counts).count();
    let other_owners = i64::try_from(others).unwrap_or(i64::MAX);
    let found = rows.into_iter().find(|(row, ..)| row.user == user);
    let (row, kind, _) = found.ok_or(No::Hidden)?;
    let kind = OrganisationKind::parse(&kind).ok_or_else(|| Fault::corrupt(&kind))?;
    Ok(Guarded::new(MemberAmong { member: row.into(), kind, other_owners }))
}

pub fn is_member(db: &mut Db, of: Id<Organisation>, user: Id<User>) -> Result<bool, Fault> {
    let mine = members::organisation_id.eq(of).and(members::user_id.eq(user));
    let found: Option<i64> =
        members::table.filter(mine).select(members::version).first(db).optional()?;
    Ok(found.is_some())
}

/// True if a person is a member of another organisation too.
pub fn is_member_elsewhere(
    db: &mut Db,
    of: Id<Organisation>,
    user: Id<User>,
) -> Result<bool, Fault> {
    let elsewhere = members::user_id.eq(user).and(members::organisation_id.ne(of));
    let found: Option<i64> =
        members::table.filter(elsewhere).select(members::version).first(db).optional()?;
    Ok(found.is_some())
}

/// True if a person may invite in the name of an organisation now.
pub fn is_owner(
    db: &mut Db,
    of: Id<Organisation>,
    user: Id<User>,
    now: Instant,
) -> Result<bool, Fault> {
    let owners = addressees(db, of, &[Role::Owner], now)?;
    Ok(owners.iter().any(|owner| owner.user == Some(user)))
}

/// Ends a membership, over the version that was read.
pub fn delete(tx: &mut Tx<'_>, member: &Member) -> Result<(), Fault> {
    let read = members::organisation_id
        .eq(member.organisation)
        .and(members::user_id.eq(member.user))
        .and(members::version.eq(member.version));
    let gone = diesel::delete(members::table.filter(read)).execute(tx.db())?;
    once(gone)
}

/// Writes the roles over the version that was read.
pub fn update(tx: &mut Tx<'_>, member: &Member) -> Result<(), Fault> {
    let read = members::organisation_id
        .eq(member.organisation)
        .and(members::user_id.eq(member.user))
        .and(members::version.eq(member.version));
    let changed = diesel::update(members::table.filter(read))
        .set((members::roles.eq(member.roles.words()), members::version.eq(members::version + 1)))
        .execute(tx.db())?;
    once(changed)
}

/// The active members with one of these roles, whose place counts now: who has one that no owner
/// has confirmed does nothing with the role and is told nothing for it.
pub fn addressees(
    db: &mut Db,
    of: Id<Organisation>,
    roles: &[Role],
    now: Instant,
) -> Result<Vec<Addressee>, Fault> {
    active(db, of, roles, |until| until.is_none_or(|until| until > now))
}

/// The owners, also those whose own place was not confirmed: it is for them to say who belongs there.
pub fn all_owners(db: &mut Db, of: Id<Organisation>) -> Result<Vec<Addressee>, Fault> {
    active(db, of, &[Role::Owner], |_| true)
}

fn active(
    db: &mut Db,
    of: Id<Organisation>,
    roles: &[Role],
    counts: impl Fn(Option<Instant>) -> bool,
) -> Result<Vec<Addressee>, Fault> {
    type Row = ((Id<User>, String, String, String), Option<Instant>);
    let rows: Vec<Row> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(users::state.eq("active")))
        .select((
            (users::id, users::email, users::full_name, members::roles),
            members::confirmed_until,
        ))
        .order(users::id)
        .load(db)?;
    let rows = rows.into_iter().filter(|(_, until)| counts(*until)).map(|(row, _)| row);
    Ok(addressed(rows.collect(), roles))
}

/// Owners and bidders of every supplier that may bid, or will.
pub fn bidding(db: &mut Db) -> Result<Vec<Addressee>, Fault> {
    let rows: Vec<(Id<User>, String, String, String)> = members::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(organisations::kind.eq(OrganisationKind::Supplier.as_str()))
        .filter(organisations::state.eq_any(["unverified", "verified"]))
        .filter(users::state.eq("active"))
        .select((users::id, users::email, users::full_name, members::roles))
        .order(users::id)
        .load(db)?;
    let mut all = addressed(rows, &[Role::Owner, Role::Bidder]);
    all.dedup_by_key(|to| to.user);
    Ok(all)
}

fn addressed(rows: Vec<(Id<User>, String, String, String)>, roles: &[Role]) -> Vec<Addressee> {
    let wanted = |words: &str| roles.iter().any(|role| Roles::from_words(words).has(*role));
    let rows = rows.into_iter().filter(|(.., words)| wanted(words));
    rows.map(|(user, email, full_name, _)| Addressee { user: Some(user), email, full_name })
        .collect()
}

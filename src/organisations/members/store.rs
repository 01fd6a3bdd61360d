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
    let kind: OrganisationKind = organisations::table
        .filter(organisations::id.eq(of))
        .select(organisations::kind)
        .first(tx.db())?;
    let year = (kind == OrganisationKind::PublicBody).then(|| Year::from(now));
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
    // A new member has no request to join any more, however the membership came about.
    joining::end_own(tx, of, user, now)
}

/// A member, for an operation whose rule has been checked.
pub fn find(db: &mut Db, of: Id<Organisation>, user: Id<User>) -> Result<Option<Member>, Fault> {
    Ok(members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(members::user_id.eq(user)))
        .select(Member::as_select())
        .first(db)
        .optional()?)
}

/// The members among these people, in one statement.
pub fn among(db: &mut Db, of: Id<Organisation>, users: &[Id<User>]) -> Result<Vec<Member>, Fault> {
    Ok(members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(members::user_id.eq_any(users)))
        .select(Member::as_select())
        .order(members::user_id)
        .load(db)?)
}

/// The members whose confirmation ends, for a reminder that is due.
pub fn ending(db: &mut Db, of: Id<Organisation>, now: Instant) -> Result<Vec<Member>, Fault> {
    let due = members::remind_at.is_not_null().and(members::remind_at.le(now));
    Ok(members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(due.assume_not_null()))
        .select(Member::as_select())
        .order(members::user_id)
        .load(db)?)
}

pub fn list(db: &mut Db, of: Id<Organisation>, page: &PageOf) -> Result<Vec<Member>, Fault> {
    let mut query = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of))
        .select(Member::as_select())
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(members::user_id.gt(after.to_owned()));
    }
    Ok(query.order(members::user_id).limit(page.fetch()).load(db)?)
}

pub fn load(
    db: &mut Db,
    of: Id<Organisation>,
    user: Id<User>,
) -> Result<Guarded<MemberAmong>, Fault> {
    let rows: Vec<(Member, OrganisationKind, String)> = members::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(members::organisation_id.eq(of))
        .select((Member::as_select(), organisations::kind, users::state))
        .load(db)?;
    // A suspended owner does not count as an owner.
    let counts = |(member, _, state): &&(Member, OrganisationKind, String)| {
        member.user != user && state == "active" && member.roles.has(Role::Owner)
    };
    let other_owners = i64::try_from(rows.iter().filter(counts).count()).unwrap_or(i64::MAX);
    let found = rows.into_iter().find(|(member, ..)| member.user == user);
    let (member, kind, _) = found.ok_or(No::Hidden)?;
    Ok(Guarded::new(MemberAmong { member, kind, other_owners }))
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

/// Writes the roles over the version that was read; the member as it is now.
pub fn update(tx: &mut Tx<'_>, member: Member) -> Result<Member, Fault> {
    let read = members::organisation_id
        .eq(member.organisation)
        .and(members::user_id.eq(member.user))
        .and(members::version.eq(member.version));
    let changed = diesel::update(members::table.filter(read))
        .set((members::roles.eq(member.roles.words()), members::version.eq(members::version + 1)))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Member { version: member.version + 1, ..member })
}

/// The active members with one of these roles whose membership is confirmed: a member without a
/// confirmation neither acts in a role nor gets its letters.
pub fn addressees(
    db: &mut Db,
    of: Id<Organisation>,
    roles: &[Role],
    now: Instant,
) -> Result<Vec<Addressee>, Fault> {
    active(db, of, roles, |until| until.is_none_or(|until| until > now))
}

/// The owners, also those whose own membership is not confirmed: they confirm the members.
pub fn all_owners(db: &mut Db, of: Id<Organisation>) -> Result<Vec<Addressee>, Fault> {
    active(db, of, &[Role::Owner], |_| true)
}

fn active(
    db: &mut Db,
    of: Id<Organisation>,
    roles: &[Role],
    counts: impl Fn(Option<Instant>) -> bool,
) -> Result<Vec<Addressee>, Fault> {
    let rows: Vec<(Option<Instant>, Holder)> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(users::state.eq("active")))
        .select((
            members::confirmed_until,
            (users::id, users::email, users::full_name, members::roles),
        ))
        .order(users::id)
        .load(db)?;
    let rows = rows.into_iter().filter(|(until, _)| counts(*until)).map(|(_, holder)| holder);
    Ok(addressed(rows.collect(), roles))
}

/// The owners and bidders of every supplier that is neither rejected nor suspended.
pub fn bidding(db: &mut Db) -> Result<Vec<Addressee>, Fault> {
    let rows: Vec<Holder> = members::table
        .inner_join(users::table)
        .inner_join(organisations::table)
        .filter(organisations::kind.eq(OrganisationKind::Supplier))
        .filter(organisations::state.eq_any(["unverified", "verified"]))
        .filter(users::state.eq("active"))
        .select((users::id, users::email, users::full_name, members::roles))
        .order(users::id)
        .load(db)?;
    let mut all = addressed(rows, &[Role::Owner, Role::Bidder]);
    all.dedup_by_key(|to| to.user);
    Ok(all)
}

/// A person with their roles in one organisation.
#[derive(Queryable)]
struct Holder {
    user: Id<User>,
    email: String,
    full_name: String,
    roles: Roles,
}

fn addressed(rows: Vec<Holder>, roles: &[Role]) -> Vec<Addressee> {
    let rows = rows.into_iter().filter(|row| roles.iter().any(|role| row.roles.has(*role)));
    rows.map(|Holder { user, email, full_name, .. }| Addressee {
        user: Some(user),
        email,
        full_name,
    })
    .collect()
}

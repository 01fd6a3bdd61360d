//! Rows of holds, rows that name a person, and their erasure.

use diesel::{prelude::*, sql_query, sql_types::Text};

use super::{
    model::{CannotHold, Hold, Orphan},
    register::Part,
};
use crate::{
    accounts::Account,
    db::{
        Words, natively, once,
        schema::{
            account_looks, api_keys, email_changes, idempotency_keys, invitations, join_requests,
            legal_holds as holds, members, organisations, outbox, passkeys, provider_identities,
            recovery_codes, second_steps, sessions, totp_secrets, user_devices, user_tokens, users,
        },
    },
    outbox::Addressee,
    prelude::*,
};

/// The hold that stands on a person.
pub fn standing(db: &mut Db, user: Id<User>) -> Result<Option<Hold>, Fault> {
    Ok(holds::table
        .filter(holds::user_id.eq(user).and(holds::lifted_at.is_null()))
        .select(Hold::as_select())
        .first(db)
        .optional()?)
}

/// The newest holds on a person; a hundred are more than anybody ever has.
pub fn holds_on(db: &mut Db, user: Id<User>) -> Result<Vec<Hold>, Fault> {
    let mine = holds::table.filter(holds::user_id.eq(user));
    let newest = mine.order((holds::placed_at.desc(), holds::id.desc())).limit(100);
    Ok(newest.select(Hold::as_select()).load(db)?)
}

pub fn insert_hold(tx: &mut Tx<'_>, hold: &Hold) -> Result<(), Fault> {
    diesel::insert_into(holds::table).values(hold).execute(tx.db())?;
    Ok(())
}

pub fn lift_hold(
    tx: &mut Tx<'_>,
    id: Id<Hold>,
    by: Id<User>,
    reason: &str,
    now: Instant,
) -> Result<(), Fault> {
    let standing = holds::id.eq(id).and(holds::lifted_at.is_null());
    let changed = diesel::update(holds::table.filter(standing))
        .set((holds::lift_reason.eq(reason), holds::lifted_by.eq(by), holds::lifted_at.eq(now)))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(CannotHold::NotStanding.into()) }
}

/// One row of a part of the register, as a JSON object, and the place after which the next begin.
#[derive(Debug, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = Text)]
    pub line: String,
    #[diesel(sql_type = Text)]
    pub place: String,
}

/// So many rows of a part that name a person, after a place. All words of the statement are the
/// register's own.
pub fn page(
    db: &mut Db,
    part: &Part,
    me: &str,
    after: &str,
    most: usize,
) -> Result<Vec<Line>, Fault> {
    let members = part.columns.iter().map(|column| format!("'{}', {}", column.name, column.sql));
    let members = members.collect::<Vec<_>>().join(", ");
    let Part { table, whose, key, .. } = part;
    let object = db.json_object();
    let query = format!(
        "select cast({object}({members}) as text) as line, {key} as place from {table} \
         where ({whose}) and {key} > $2 order by {key} limit {most}"
    );
    Ok(natively!(db, c => {
        sql_query(query).bind::<Text, _>(me).bind::<Text, _>(after).load::<Line>(c)
    })?)
}

/// Where a person is a member.
pub fn places(db: &mut Db, me: Id<User>) -> Result<Vec<Orphan>, Fault> {
    Ok(members::table
        .inner_join(organisations::table)
        .filter(members::user_id.eq(me))
        .order(organisations::id)
        .select((organisations::id, organisations::name))
        .load(db)?)
}

/// The active owners of an organisation.
pub fn owners(db: &mut Db, of: Id<Organisation>) -> Result<Vec<Addressee>, Fault> {
    let rows: Vec<(Id<User>, String, String, Words<Role>)> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(users::state.eq("active")))
        .order(members::user_id)
        .select((users::id, users::email, users::full_name, members::roles))
        .load(db)?;
    let owners = rows.into_iter().filter(|(_, _, _, roles)| roles.0.contains(&Role::Owner));
    let addressee = |(user, email, full_name, _)| Addressee { user: Some(user), email, full_name };
    Ok(owners.map(addressee).collect())
}

/// The organisations that would be left without an active owner if this one went.
pub fn orphans_without(db: &mut Db, me: Id<User>) -> Result<Vec<Orphan>, Fault> {
    let mut orphans = Vec::new();
    for place in places(db, me)? {
        let owners = owners(db, place.id)?;
        let mine = owners.iter().any(|owner| owner.user == Some(me));
        if mine && owners.len() == 1 {
            orphans.push(place);
        }
    }
    Ok(orphans)
}

/// Takes everything that names a person out of the database, over the version that was read.
pub fn erase(tx: &mut Tx<'_>, account: &Account, former: &str, now: Instant) -> Result<(), Fault> {
    let (me, nowhere) = (account.id, format!("{}@closed.invalid", account.id));
    let addresses = addresses(tx.db(), account)?;
    let read = users::id.eq(me).and(users::version.eq(account.version));
    let changed = diesel::update(users::table.filter(read))
        .set((
            users::email.eq(&nowhere),
            users::full_name.eq(former),
            users::password_hash.eq(None::<String>),
            users::state.eq("closed"),
            users::administrator.eq(false),
            users::duties.eq(""),
            users::auditor.eq(false),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    erase_letters(tx, account, &addresses)?;
    let invited = invitations::email.eq_any(&addresses.own);
    let open = invitations::accepted_at.is_null().and(invitations::withdrawn_at.is_null());
    diesel::update(invitations::table.filter(invited.clone().and(open)))
        .set(invitations::withdrawn_at.eq(now))
        .execute(tx.db())?;
    diesel::update(invitations::table.filter(invited))
        .set(invitations::email.eq(&nowhere))
        .execute(tx.db())?;
    forget(tx, me)
}

/// The rows that are of no use without the person.
fn forget(tx: &mut Tx<'_>, me: Id<User>) -> Result<(), Fault> {
    let db = tx.db();
    diesel::delete(user_tokens::table.filter(user_tokens::user_id.eq(me))).execute(db)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(me))).execute(db)?;
    diesel::delete(user_devices::table.filter(user_devices::user_id.eq(me))).execute(db)?;
    diesel::delete(totp_secrets::table.filter(totp_secrets::user_id.eq(me))).execute(db)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(me))).execute(db)?;
    diesel::delete(passkeys::table.filter(passkeys::user_id.eq(me))).execute(db)?;
    let there = provider_identities::user_id.eq(me);
    diesel::delete(provider_identities::table.filter(there)).execute(db)?;
    diesel::delete(api_keys::table.filter(api_keys::user_id.eq(me))).execute(db)?;
    diesel::delete(second_steps::table.filter(second_steps::user_id.eq(me))).execute(db)?;
    diesel::delete(email_changes::table.filter(email_changes::user_id.eq(me))).execute(db)?;
    diesel::delete(members::table.filter(members::user_id.eq(me))).execute(db)?;
    diesel::delete(join_requests::table.filter(join_requests::user_id.eq(me))).execute(db)?;
    diesel::delete(account_looks::table.filter(account_looks::user_id.eq(me))).execute(db)?;
    let mine = idempotency_keys::user_id.eq(me);
    diesel::delete(idempotency_keys::table.filter(mine)).execute(db)?;
    Ok(())
}

/// Addresses by which a person may be known.
struct Addresses {
    /// Those that were theirs.
    own: Vec<String>,
    /// Those that they asked for and did not prove, which may be somebody else's.
    asked: Vec<String>,
}

fn addresses(db: &mut Db, account: &Account) -> Result<Addresses, Fault> {
    let rows: Vec<(String, String, Option<Instant>)> = email_changes::table
        .filter(email_changes::user_id.eq(account.id))
        .select((email_changes::old_email, email_changes::new_email, email_changes::confirmed_at))
        .load(db)?;
    let mut all = Addresses { own: vec![account.email.clone()], asked: Vec::new() };
    for (old, new, confirmed) in rows {
        all.own.push(old);
        if confirmed.is_some() { all.own.push(new) } else { all.asked.push(new) }
    }
    Ok(all)
}

fn erase_letters(tx: &mut Tx<'_>, account: &Account, addresses: &Addresses) -> Result<(), Fault> {
    let to_me = outbox::user_id.eq(account.id);
    diesel::delete(outbox::table.filter(to_me)).execute(tx.db())?;
    // An address that was theirs once may be another's now: those letters name their own addressee.
    let unnamed = outbox::user_id.is_null();
    let own = outbox::email.eq_any(&addresses.own).and(unnamed);
    diesel::delete(outbox::table.filter(own)).execute(tx.db())?;
    let asked = outbox::email.eq_any(&addresses.asked).and(outbox::user_id.is_null());
    let asked = asked.and(outbox::full_name.eq(&account.full_name));
    diesel::delete(outbox::table.filter(asked)).execute(tx.db())?;
    // Letters to others that are about this person keep their place and lose their words.
    let words = "What this letter said of somebody was erased when they closed their account.";
    diesel::update(outbox::table.filter(outbox::about.eq(account.id.as_str())))
        .set((
            outbox::subject.eq("About a former member"),
            outbox::body_text.eq(words),
            outbox::body_html.eq(format!("<p>{words}</p>")),
        ))
        .execute(tx.db())?;
    Ok(())
}

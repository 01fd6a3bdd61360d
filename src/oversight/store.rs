//! Rows of auditors' grants, and of reads under them.

use diesel::prelude::*;

use super::{
    model::{AuditorGrant, AuditorRead},
    policy::ReadAuditorReads,
};
use crate::{
    access::{Grant, Permit},
    db::{
        Names, names_of, once,
        schema::{
            auditor_grant_bodies as bodies, auditor_grants as grants, auditor_reads as reads, users,
        },
    },
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = grants)]
struct Row {
    id: Id<Grant>,
    auditor_id: Id<User>,
    reason: String,
    from_at: Instant,
    until_at: Instant,
    proposed_by: Id<User>,
    proposed_at: Instant,
    confirmed_by: Option<Id<User>>,
    confirmed_at: Option<Instant>,
    revoked_by: Option<Id<User>>,
    revoked_at: Option<Instant>,
}

/// Rows with the bodies and people that they name. Two statements.
fn whole(db: &mut Db, rows: Vec<Row>) -> Result<Vec<AuditorGrant>, Fault> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let opened: Vec<(Id<Grant>, Id<Organisation>)> = bodies::table
        .filter(bodies::grant_id.eq_any(ids))
        .order((bodies::grant_id, bodies::organisation_id))
        .select((bodies::grant_id, bodies::organisation_id))
        .load(db)?;
    let of = |id| opened.iter().filter(|(of, _)| *of == id).map(|(_, body)| *body).collect();
    let grants = rows.into_iter().map(|row| AuditorGrant {
        id: row.id,
        auditor: row.auditor_id,
        bodies: of(row.id),
        reason: row.reason,
        from: row.from_at,
        until: row.until_at,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        confirmed: row.confirmed_by.zip(row.confirmed_at),
        revoked: row.revoked_by.zip(row.revoked_at),
        names: Names::default(),
    });
    let mut grants: Vec<_> = grants.collect();
    let names = names_of(db, grants.iter().flat_map(AuditorGrant::people))?;
    for grant in &mut grants {
        grant.names = names.clone();
    }
    Ok(grants)
}

/// The auditor of a proposal, for the rule [`ProposeGrant`](super::policy::ProposeGrant).
pub fn proposal(auditor: Id<User>) -> Guarded<Id<User>> {
    Guarded::new(auditor)
}

/// Writes a proposal; returns it with the names of its people.
pub fn insert(tx: &mut Tx<'_>, grant: AuditorGrant) -> Result<AuditorGrant, Fault> {
    diesel::insert_into(grants::table)
        .values((
            grants::id.eq(grant.id),
            grants::auditor_id.eq(grant.auditor),
            grants::reason.eq(&grant.reason),
            grants::from_at.eq(grant.from),
            grants::until_at.eq(grant.until),
            grants::proposed_by.eq(grant.proposed_by),
            grants::proposed_at.eq(grant.proposed_at),
        ))
        .execute(tx.db())?;
    for body in &grant.bodies {
        diesel::insert_into(bodies::table)
            .values((bodies::grant_id.eq(grant.id), bodies::organisation_id.eq(*body)))
            .execute(tx.db())?;
    }
    let names = names_of(tx.db(), grant.people())?;
    Ok(AuditorGrant { names, ..grant })
}

pub fn load(db: &mut Db, id: Id<Grant>) -> Result<Guarded<AuditorGrant>, Fault> {
    let rows: Vec<Row> =
        grants::table.filter(grants::id.eq(id)).select(Row::as_select()).load(db)?;
    let found = whole(db, rows)?.pop().ok_or(No::Hidden)?;
    Ok(Guarded::new(found))
}

/// A page of grants, newest first: all for administrators, their own for auditors.
pub fn list(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Vec<AuditorGrant>, Fault> {
    let mut query = grants::table.into_boxed();
    if !actor.has_duty(Duty::Records) {
        query = query.filter(grants::auditor_id.nullable().eq(actor.user()));
    }
    if let Some(after) = page.after() {
        query = query.filter(grants::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> =
        query.order(grants::id.desc()).limit(page.fetch()).select(Row::as_select()).load(db)?;
    whole(db, rows)
}

/// For the rule [`ListGrants`](super::policy::ListGrants), which has no subject.
pub fn all() -> Guarded<()> {
    Guarded::new(())
}

/// Writes the confirmation of a grant; returns the grant with it.
pub fn confirm(
    tx: &mut Tx<'_>,
    grant: AuditorGrant,
    by: Id<User>,
    now: Instant,
) -> Result<AuditorGrant, Fault> {
    let open = grants::confirmed_at.is_null().and(grants::revoked_at.is_null());
    let changed = diesel::update(grants::table.filter(grants::id.eq(grant.id).and(open)))
        .set((grants::confirmed_by.eq(by), grants::confirmed_at.eq(now)))
        .execute(tx.db())?;
    once(changed)?;
    let confirmed = AuditorGrant { confirmed: Some((by, now)), ..grant };
    let names = names_of(tx.db(), confirmed.people())?;
    Ok(AuditorGrant { names, ..confirmed })
}

pub fn revoke(tx: &mut Tx<'_>, id: Id<Grant>, by: Id<User>, now: Instant) -> Result<(), Fault> {
    let open = grants::id.eq(id).and(grants::revoked_at.is_null());
    let changed = diesel::update(grants::table.filter(open))
        .set((grants::revoked_by.eq(by), grants::revoked_at.eq(now)))
        .execute(tx.db())?;
    once(changed)
}

/// A page of the reads of a body by auditors, newest first.
pub fn list_reads(
    db: &mut Db,
    _: &Permit<ReadAuditorReads>,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<AuditorRead>, Fault> {
    let mut query = reads::table
        .inner_join(users::table.on(users::id.eq(reads::auditor_id)))
        .filter(reads::organisation_id.eq(of))
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(reads::id.lt(after.to_owned()));
    }
    Ok(query
        .order(reads::id.desc())
        .limit(page.fetch())
        .select((
            reads::id,
            reads::at,
            reads::grant_id,
            reads::auditor_id,
            users::full_name,
            reads::route,
            reads::rules,
        ))
        .load(db)?)
}

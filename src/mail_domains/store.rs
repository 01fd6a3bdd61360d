//! Rows of mail domains.

use diesel::prelude::*;

use super::model::{Claim, ClaimOf, PROOF_LIFE, Proof, ProvedBy, SentLetter};
use crate::{
    db::{
        once,
        schema::{mail_domains as domains, organisations},
    },
    kernel::domains_above,
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = domains)]
struct Row {
    id: Id<Claim>,
    organisation_id: Id<Organisation>,
    domain: String,
    claimed_at: Instant,
    dns_token: String,
    mail_hash: Option<String>,
    mail_until: Option<Instant>,
    proof: Option<ProvedBy>,
    proved_at: Option<Instant>,
}

impl From<Row> for Claim {
    fn from(row: Row) -> Self {
        let letter = row.mail_hash.zip(row.mail_until);
        let proof = row.proof.zip(row.proved_at);
        Self {
            id: row.id,
            organisation: row.organisation_id,
            domain: row.domain,
            claimed_at: row.claimed_at,
            dns_token: row.dns_token,
            letter: letter.map(|(token_hash, until)| SentLetter { token_hash, until }),
            proof: proof.map(|(by, at)| Proof { by, at }),
        }
    }
}

pub fn insert(tx: &mut Tx<'_>, claim: &Claim, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(domains::table)
        .values((
            domains::id.eq(claim.id),
            domains::organisation_id.eq(claim.organisation),
            domains::domain.eq(&claim.domain),
            domains::claimed_by.eq(by),
            domains::claimed_at.eq(claim.claimed_at),
            domains::dns_token.eq(&claim.dns_token),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The claims of an organisation that stand, by name: at most
/// [`MOST_DOMAINS`](super::model::MOST_DOMAINS).
pub fn claims_of(db: &mut Db, of: Id<Organisation>) -> Result<Vec<Claim>, Fault> {
    let rows: Vec<Row> = domains::table
        .filter(domains::organisation_id.eq(of).and(domains::withdrawn_at.is_null()))
        .order(domains::domain)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

pub fn load(db: &mut Db, of: ClaimOf) -> Result<Guarded<Claim>, Fault> {
    let this = domains::id.eq(of.claim).and(domains::organisation_id.eq(of.organisation));
    let row: Option<Row> = domains::table
        .filter(this.and(domains::withdrawn_at.is_null()))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    Ok(Guarded::new(row.ok_or(No::Hidden)?.into()))
}

/// The claims of several organisations that stand.
pub fn claims_of_all(db: &mut Db, of: &[Id<Organisation>]) -> Result<Vec<Claim>, Fault> {
    let rows: Vec<Row> = domains::table
        .filter(domains::organisation_id.eq_any(of.to_vec()))
        .filter(domains::withdrawn_at.is_null())
        .order(domains::domain)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

/// The claim whose proof, good or run out, stands for a domain.
pub fn holder(db: &mut Db, domain: &str) -> Result<Option<Claim>, Fault> {
    let row: Option<Row> = domains::table
        .filter(domains::domain.eq(domain))
        .filter(domains::withdrawn_at.is_null().and(domains::proved_at.is_not_null()))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(Claim::from))
}

/// The organisation whose proved domain vouches for an address: the closest domain, by labels.
/// A suspended or rejected organisation vouches for no address. For sign-in by an identity provider.
pub fn organisation_of(
    db: &mut Db,
    host: &str,
    now: Instant,
) -> Result<Option<Id<Organisation>>, Fault> {
    let above = domains_above(host);
    let found: Vec<(String, Id<Organisation>)> = domains::table
        .inner_join(organisations::table.on(organisations::id.eq(domains::organisation_id)))
        .filter(domains::domain.eq_any(above))
        .filter(domains::withdrawn_at.is_null().and(domains::proved_at.is_not_null()))
        .filter(domains::proved_at.gt(now.minus(PROOF_LIFE)))
        .filter(organisations::state.eq("verified"))
        .select((domains::domain, organisations::id))
        .load(db)?;
    Ok(found.into_iter().max_by_key(|(domain, _)| domain.len()).map(|(_, id)| id))
}

/// Keeps the hash of the newest letter's token; those of before are of no use any more.
pub fn keep_letter(
    tx: &mut Tx<'_>,
    id: Id<Claim>,
    letter: Option<&SentLetter>,
) -> Result<(), Fault> {
    diesel::update(domains::table.filter(domains::id.eq(id)))
        .set((
            domains::mail_hash.eq(letter.map(|sent| &sent.token_hash)),
            domains::mail_until.eq(letter.map(|sent| sent.until)),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn prove(tx: &mut Tx<'_>, id: Id<Claim>, proof: Proof) -> Result<(), Fault> {
    diesel::update(domains::table.filter(domains::id.eq(id)))
        .set((domains::proof.eq(proof.by), domains::proved_at.eq(proof.at)))
        .execute(tx.db())?;
    keep_letter(tx, id, None)
}

/// Gives a claim to another organisation, with its proof.
pub fn move_to(tx: &mut Tx<'_>, id: Id<Claim>, to: Id<Organisation>) -> Result<(), Fault> {
    diesel::update(domains::table.filter(domains::id.eq(id)))
        .set(domains::organisation_id.eq(to))
        .execute(tx.db())?;
    keep_letter(tx, id, None)
}

pub fn withdraw(tx: &mut Tx<'_>, id: Id<Claim>, now: Instant) -> Result<(), Fault> {
    let open = domains::id.eq(id).and(domains::withdrawn_at.is_null());
    let changed = diesel::update(domains::table.filter(open))
        .set(domains::withdrawn_at.eq(now))
        .execute(tx.db())?;
    once(changed)
}

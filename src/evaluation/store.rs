//! Rows of panels, declarations, marks and rankings.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    model::{BidUnderEvaluation, LotUnderEvaluation, Mark, MarkGiven, PanelRole, Seat},
    ranking::Ranking,
};
use crate::{
    access::{Guarded, No, Organisation, User},
    bids::{self, Bid},
    db::{
        Db, Fault, Stale, Tx,
        schema::{
            consensus_marks, declarations, panel_members, rankings, score_submissions, scores,
            users,
        },
    },
    kernel::{Id, Instant, Key, Points},
    opportunities::{self, Lot},
};

/// The people on a panel, with what they have declared and submitted. Three statements.
fn panel(
    db: &mut Db,
    lot: Id<Lot>,
    declared: &[(Id<User>, Vec<Id<Organisation>>)],
) -> Result<Vec<Seat>, Fault> {
    let rows: Vec<(Id<User>, String, String, bool, Instant)> = panel_members::table
        .inner_join(users::table.on(users::id.eq(panel_members::user_id)))
        .filter(panel_members::lot_id.eq(lot))
        .order(panel_members::user_id)
        .select((
            panel_members::user_id,
            users::full_name,
            panel_members::role,
            panel_members::scores,
            panel_members::appointed_at,
        ))
        .load(db)?;
    let submitted: Vec<Id<User>> = score_submissions::table
        .filter(score_submissions::lot_id.eq(lot))
        .select(score_submissions::user_id)
        .load(db)?;
    let seat = |(user, full_name, role, scores, appointed_at): (
        Id<User>,
        String,
        String,
        bool,
        Instant,
    )| {
        let conflicts = declared.iter().find(|(of, _)| *of == user);
        Ok(Seat {
            user,
            full_name,
            role: PanelRole::parse(&role).ok_or_else(|| Fault::corrupt(&role))?,
            scores,
            appointed_at,
            conflicts: conflicts.map(|(_, all)| all.clone()),
            submitted: submitted.contains(&user),
        })
    };
    rows.into_iter().map(seat).collect()
}

/// Whose conflicts with whom.
type Conflicts = Vec<(Id<User>, Vec<Id<Organisation>>)>;

fn conflicts(db: &mut Db, lot: Id<Lot>) -> Result<Conflicts, Fault> {
    let rows: Vec<(Id<User>, String)> = declarations::table
        .filter(declarations::lot_id.eq(lot))
        .select((declarations::user_id, declarations::conflicts))
        .load(db)?;
    let read = |(user, text): (Id<User>, String)| {
        let all = serde_json::from_str(&text).map_err(|error| Fault::corrupt(&error))?;
        Ok((user, all))
    };
    rows.into_iter().map(read).collect()
}

/// Everybody who has marked, agreed or locked anything about a lot, on the panel now or not.
pub fn judges(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<User>>, Fault> {
    let marked = scores::table.filter(scores::lot_id.eq(lot)).select(scores::user_id).distinct();
    let mut all: Vec<Id<User>> = marked.load(db)?;
    let agreed = consensus_marks::table.filter(consensus_marks::lot_id.eq(lot));
    all.extend(agreed.select(consensus_marks::agreed_by).distinct().load::<Id<User>>(db)?);
    let locked = rankings::table.filter(rankings::lot_id.eq(lot)).select(rankings::locked_by);
    all.extend(locked.load::<Id<User>>(db)?);
    Ok(all)
}

fn whole(db: &mut Db, lot: Lot) -> Result<LotUnderEvaluation, Fault> {
    let declared = conflicts(db, lot.id)?;
    let panel = panel(db, lot.id, &declared)?;
    let bids = if lot.opened_at.is_some() { bids::of_lot(db, lot.id)? } else { Vec::new() };
    Ok(LotUnderEvaluation { lot, panel, bids, declared })
}

/// A lot with its panel and, once they are open, its bids.
pub fn load_lot(db: &mut Db, id: Id<Lot>) -> Result<Guarded<LotUnderEvaluation>, Fault> {
    let lot = opportunities::find_lot(db, id)?.ok_or(No::Hidden)?;
    Ok(Guarded::new(whole(db, lot)?))
}

/// The same for rooms above, which ask rules of their own.
pub fn load_lot_whole(db: &mut Db, id: Id<Lot>) -> Result<LotUnderEvaluation, Fault> {
    let lot = opportunities::find_lot(db, id)?.ok_or(No::Hidden)?;
    whole(db, lot)
}

pub fn load_bid(db: &mut Db, id: Id<Bid>) -> Result<Guarded<BidUnderEvaluation>, Fault> {
    let bid = bids::load_bid(db, id)?;
    let lot = opportunities::find_lot(db, bid.lot)?.ok_or(No::Hidden)?;
    Ok(Guarded::new(BidUnderEvaluation { bid, on: whole(db, lot)? }))
}

pub fn seat_member(tx: &mut Tx<'_>, lot: Id<Lot>, seat: &Seat, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(panel_members::table)
        .values((
            panel_members::lot_id.eq(lot),
            panel_members::user_id.eq(seat.user),
            panel_members::role.eq(seat.role.as_str()),
            panel_members::scores.eq(seat.scores),
            panel_members::appointed_by.eq(by),
            panel_members::appointed_at.eq(seat.appointed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn has_submitted(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<bool, Fault> {
    let own = score_submissions::lot_id.eq(lot).and(score_submissions::user_id.eq(user));
    let count: i64 = score_submissions::table.filter(own).count().get_result(db)?;
    Ok(count > 0)
}

pub fn unseat_member(tx: &mut Tx<'_>, lot: Id<Lot>, user: Id<User>) -> Result<(), Fault> {
    let own = panel_members::lot_id.eq(lot).and(panel_members::user_id.eq(user));
    let gone = diesel::delete(panel_members::table.filter(own)).execute(tx.db())?;
    if gone == 1 { Ok(()) } else { Err(No::Hidden.into()) }
}

/// What somebody declares about a lot.
#[derive(Debug, Clone)]
pub struct Declaration {
    pub user: Id<User>,
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: String,
    pub declared_at: Instant,
}

/// Keeps a declaration, in the place of an earlier one.
pub fn keep_declaration(tx: &mut Tx<'_>, lot: Id<Lot>, made: &Declaration) -> Result<(), Fault> {
    let conflicts =
        serde_json::to_string(&made.conflicts).map_err(|error| Fault::corrupt(&error))?;
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(made.user));
    let again = diesel::update(declarations::table.filter(own))
        .set((
            declarations::conflicts.eq(&conflicts),
            declarations::statement.eq(&made.statement),
            declarations::declared_at.eq(made.declared_at),
            declarations::version.eq(declarations::version + 1),
        ))
        .execute(tx.db())?;
    if again == 0 {
        diesel::insert_into(declarations::table)
            .values((
                declarations::lot_id.eq(lot),
                declarations::user_id.eq(made.user),
                declarations::conflicts.eq(&conflicts),
                declarations::statement.eq(&made.statement),
                declarations::declared_at.eq(made.declared_at),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

pub fn declarations_of(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let rows: Vec<(Id<User>, String, String, Instant)> = declarations::table
        .filter(declarations::lot_id.eq(lot))
        .order(declarations::user_id)
        .select((
            declarations::user_id,
            declarations::conflicts,
            declarations::statement,
            declarations::declared_at,
        ))
        .load(db)?;
    let read = |(user, conflicts, statement, declared_at): (Id<User>, String, String, Instant)| {
        let conflicts = serde_json::from_str(&conflicts).map_err(|error| Fault::corrupt(&error))?;
        Ok(Declaration { user, conflicts, statement, declared_at })
    };
    rows.into_iter().map(read).collect()
}

/// Takes back what somebody marked of a bid that they turn out to have a conflict with.
pub fn void_marks(tx: &mut Tx<'_>, bid: Id<Bid>, user: Id<User>) -> Result<usize, Fault> {
    let own = scores::bid_id.eq(bid).and(scores::user_id.eq(user));
    Ok(diesel::delete(scores::table.filter(own)).execute(tx.db())?)
}

type MarkRow = (Id<Bid>, Id<User>, String, i64, String, Instant);

fn mark((bid, user, criterion, mark, rationale, at): MarkRow) -> Result<Mark, Fault> {
    let points = Points::from_hundredths(mark).ok_or_else(|| Fault::corrupt(&mark))?;
    Ok(Mark { bid, user, criterion, points, rationale, at })
}

const MARK: (
    scores::bid_id,
    scores::user_id,
    scores::criterion_key,
    scores::mark,
    scores::rationale,
    scores::scored_at,
) = (
    scores::bid_id,
    scores::user_id,
    scores::criterion_key,
    scores::mark,
    scores::rationale,
    scores::scored_at,
);

pub fn marks_of_bid(db: &mut Db, bid: Id<Bid>) -> Result<Vec<Mark>, Fault> {
    let rows: Vec<MarkRow> = scores::table
        .filter(scores::bid_id.eq(bid))
        .order((scores::user_id, scores::criterion_key))
        .select(MARK)
        .load(db)?;
    rows.into_iter().map(mark).collect()
}

pub fn marks_of_user(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<Vec<Mark>, Fault> {
    let rows: Vec<MarkRow> = scores::table
        .filter(scores::lot_id.eq(lot).and(scores::user_id.eq(user)))
        .select(MARK)
        .load(db)?;
    rows.into_iter().map(mark).collect()
}

/// Keeps a mark, in the place of an earlier one by the same person.
pub fn keep_mark(
    tx: &mut Tx<'_>,
    bid: &Bid,
    user: Id<User>,
    given: &MarkGiven,
    now: Instant,
) -> Result<(), Fault> {
    let key = given.criterion_key.as_str();
    let own =
        scores::bid_id.eq(bid.id).and(scores::user_id.eq(user)).and(scores::criterion_key.eq(key));
    diesel::delete(scores::table.filter(own)).execute(tx.db())?;
    diesel::insert_into(scores::table)
        .values((
            scores::bid_id.eq(bid.id),
            scores::user_id.eq(user),
            scores::criterion_key.eq(key),
            scores::lot_id.eq(bid.lot),
            scores::mark.eq(given.mark.hundredths()),
            scores::rationale.eq(given.rationale.as_str()),
            scores::scored_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn keep_submission(
    tx: &mut Tx<'_>,
    lot: Id<Lot>,
    user: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(score_submissions::table)
        .values((
            score_submissions::lot_id.eq(lot),
            score_submissions::user_id.eq(user),
            score_submissions::submitted_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// What the panel has agreed about one criterion of one bid.
#[derive(Debug, Clone)]
pub struct ConsensusMark {
    pub bid: Id<Bid>,
    pub criterion: String,
    pub points: Points,
    pub rationale: String,
}

pub fn keep_consensus(
    tx: &mut Tx<'_>,
    bid: &Bid,
    by: Id<User>,
    given: &MarkGiven,
    now: Instant,
) -> Result<(), Fault> {
    let key = given.criterion_key.as_str();
    let same = consensus_marks::bid_id.eq(bid.id).and(consensus_marks::criterion_key.eq(key));
    diesel::delete(consensus_marks::table.filter(same)).execute(tx.db())?;
    diesel::insert_into(consensus_marks::table)
        .values((
            consensus_marks::bid_id.eq(bid.id),
            consensus_marks::criterion_key.eq(key),
            consensus_marks::lot_id.eq(bid.lot),
            consensus_marks::mark.eq(given.mark.hundredths()),
            consensus_marks::rationale.eq(given.rationale.as_str()),
            consensus_marks::agreed_by.eq(by),
            consensus_marks::agreed_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Everything that the panel has agreed about a lot.
pub fn consensus_of(db: &mut Db, lot: Id<Lot>) -> Result<Vec<ConsensusMark>, Fault> {
    let rows: Vec<(Id<Bid>, String, i64, String)> = consensus_marks::table
        .filter(consensus_marks::lot_id.eq(lot))
        .order((consensus_marks::bid_id, consensus_marks::criterion_key))
        .select((
            consensus_marks::bid_id,
            consensus_marks::criterion_key,
            consensus_marks::mark,
            consensus_marks::rationale,
        ))
        .load(db)?;
    let read = |(bid, criterion, mark, rationale): (Id<Bid>, String, i64, String)| {
        let points = Points::from_hundredths(mark).ok_or_else(|| Fault::corrupt(&mark))?;
        Ok(ConsensusMark { bid, criterion, points, rationale })
    };
    rows.into_iter().map(read).collect()
}

/// The agreed marks of one bid by criterion.
pub fn agreed(marks: &[ConsensusMark], bid: Id<Bid>) -> BTreeMap<Key, Points> {
    let own = marks.iter().filter(|mark| mark.bid == bid);
    own.filter_map(|mark| Some((Key::parse(&mark.criterion).ok()?, mark.points))).collect()
}

/// Keeps the ranking, once.
pub fn keep_ranking(
    tx: &mut Tx<'_>,
    lot: Id<Lot>,
    (body, sha256): (&str, &str),
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    let found: Option<String> = rankings::table
        .filter(rankings::lot_id.eq(lot))
        .select(rankings::sha256)
        .first(tx.db())
        .optional()?;
    if found.is_some() {
        return Err(Stale.into());
    }
    diesel::insert_into(rankings::table)
        .values((
            rankings::lot_id.eq(lot),
            rankings::body.eq(body),
            rankings::sha256.eq(sha256),
            rankings::locked_by.eq(by),
            rankings::locked_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The ranking as it stood when the consensus was locked, with its hash.
pub fn load_ranking(db: &mut Db, lot: Id<Lot>) -> Result<Option<(Ranking, String)>, Fault> {
    let row: Option<(String, String)> = rankings::table
        .filter(rankings::lot_id.eq(lot))
        .select((rankings::body, rankings::sha256))
        .first(db)
        .optional()?;
    let Some((body, sha256)) = row else { return Ok(None) };
    let ranking = serde_json::from_str(&body).map_err(|error| Fault::corrupt(&error))?;
    Ok(Some((ranking, sha256)))
}

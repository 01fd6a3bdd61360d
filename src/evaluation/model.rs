//! Panels, declarations and marks as values.

use std::collections::BTreeMap;

use crate::{
    access::{Actor, Organisation, User},
    bids::{Bid, BidState},
    kernel::{Faults, Id, Instant, Key, Kind, Points, Refuse, Text, kinds},
    opportunities::{Criterion, CriterionKind, Lot, LotState},
    words,
};

words!(PanelRole { Chair = "chair", Evaluator = "evaluator", Observer = "observer" });

/// One person on the panel of a lot.
#[derive(Debug, Clone)]
pub struct Seat {
    pub user: Id<User>,
    pub full_name: String,
    pub role: PanelRole,
    /// Whether this person marks; an observer never does.
    pub scores: bool,
    pub appointed_at: Instant,
    /// With whom a conflict was declared; none before the declaration.
    pub conflicts: Option<Vec<Id<Organisation>>>,
    /// Whether all marks have been submitted.
    pub submitted: bool,
}

impl Seat {
    pub fn has_declared(&self) -> bool {
        self.conflicts.is_some()
    }

    /// Whether a conflict with one of those whose bid it is keeps this person from it.
    pub fn is_barred_from(&self, bid: &Bid) -> bool {
        let declared = self.conflicts.as_ref();
        declared.is_some_and(|all| bid.suppliers().any(|supplier| all.contains(&supplier)))
    }
}

/// A lot with its panel and its opened bids.
#[derive(Debug, Clone)]
pub struct LotUnderEvaluation {
    pub lot: Lot,
    pub panel: Vec<Seat>,
    pub bids: Vec<Bid>,
    /// Everybody's conflicts, of those too who have left the panel.
    pub declared: Vec<(Id<User>, Vec<Id<Organisation>>)>,
}

impl LotUnderEvaluation {
    /// Whether somebody works for a bidder, whatever they have declared, and however that stands.
    pub fn is_bidder(&self, actor: &Actor) -> bool {
        self.bids.iter().flat_map(Bid::suppliers).any(|supplier| actor.belongs_to(supplier))
    }

    /// Whether somebody has a conflict with one of those whose bid it is: declared, seated or not,
    /// or as a member.
    pub fn is_barred(&self, actor: &Actor, bid: &Bid) -> bool {
        let declared = self.declared.iter().find(|(user, _)| Some(*user) == actor.user());
        bid.suppliers().any(|supplier| {
            actor.belongs_to(supplier) || declared.is_some_and(|(_, all)| all.contains(&supplier))
        })
    }

    /// Whether somebody has a conflict with any bidder: then they decide nothing about this lot.
    pub fn has_conflict(&self, actor: &Actor) -> bool {
        self.bids.iter().any(|bid| self.is_barred(actor, bid))
    }

    pub fn seat(&self, user: Option<Id<User>>) -> Option<&Seat> {
        self.panel.iter().find(|seat| Some(seat.user) == user)
    }

    pub fn chair(&self) -> Option<&Seat> {
        self.panel.iter().find(|seat| seat.role == PanelRole::Chair)
    }

    /// The bids that compete.
    pub fn running(&self) -> impl Iterator<Item = &Bid> {
        self.bids.iter().filter(|bid| bid.state == BidState::Received)
    }

    /// Whether a seat has nothing left to mark: submitted, or barred from every bid.
    fn is_done(&self, seat: &Seat) -> bool {
        let recused = self.running().all(|bid| seat.is_barred_from(bid));
        seat.submitted || (seat.has_declared() && recused)
    }

    /// Whether everybody who marks has submitted, and somebody marks at all.
    pub fn all_submitted(&self) -> bool {
        let mut marking = self.panel.iter().filter(|seat| seat.scores).peekable();
        marking.peek().is_some() && marking.all(|seat| self.is_done(seat))
    }

    /// What people mark: everything but the price, which a formula marks.
    pub fn marked_criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.lot.criteria.iter().filter(|c| c.kind != CriterionKind::Price)
    }
}

/// One bid with the lot that it competes in.
#[derive(Debug, Clone)]
pub struct BidUnderEvaluation {
    pub bid: Bid,
    pub on: LotUnderEvaluation,
}

/// A mark as somebody gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkGiven {
    pub criterion_key: Key,
    pub mark: Points,
    pub rationale: Text<4_000>,
}

/// A mark as stored.
#[derive(Debug, Clone)]
pub struct Mark {
    pub bid: Id<Bid>,
    pub user: Id<User>,
    pub criterion: String,
    pub points: Points,
    pub rationale: String,
    pub at: Instant,
}

/// Whether marks fit the criteria of their lot; every fault at once.
pub fn fit(lot: &Lot, given: &[MarkGiven]) -> Faults {
    let mut faults = Faults::new();
    let mut seen: BTreeMap<&Key, usize> = BTreeMap::new();
    for (n, one) in given.iter().enumerate() {
        let at = format!("/scores/{n}");
        if seen.insert(&one.criterion_key, n).is_some() {
            faults.add(format!("{at}/criterion_key"), "duplicate", "appears twice");
        }
        match lot.criterion(&one.criterion_key) {
            None => {
                let why = format!("this lot has no criterion {}", one.criterion_key);
                faults.add(format!("{at}/criterion_key"), "unknown-key", why);
            }
            Some(criterion) if criterion.kind == CriterionKind::Price => {
                let why = "the price is marked by its formula, not by people";
                faults.add(format!("{at}/criterion_key"), "price", why);
            }
            Some(criterion) => on_scale(&mut faults, &at, criterion, one.mark),
        }
        if one.rationale.as_str().chars().count() < 10 {
            let why = "say in at least ten characters why";
            faults.add(format!("{at}/rationale"), "too-short", why);
        }
    }
    faults
}

fn on_scale(faults: &mut Faults, at: &str, criterion: &Criterion, mark: Points) {
    let top = criterion.top();
    if mark > top {
        faults.add(format!("{at}/mark"), "range", format!("is above the highest mark, {top}"));
    }
    let passes_or_fails = mark == Points::ZERO || mark == top;
    if criterion.kind == CriterionKind::PassFail && !passes_or_fails {
        faults.add(format!("{at}/mark"), "range", "is 0 for a fail or 1 for a pass");
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotEvaluate {
    #[error("a lot that is {0} has no panel to appoint or change")]
    NoPanelNow(LotState),
    #[error("this lot has a chair already; take them off the panel first")]
    HasChair,
    #[error("this person is on the panel already")]
    Seated,
    #[error("this person has submitted marks, without a conflict, and stays on the panel")]
    HasMarked,
    #[error("marks have been submitted already: no new member begins to mark now")]
    MarkingBegan,
    #[error("this person belongs to a bidder of this lot")]
    Bidder,
    #[error("interests are declared once the bids are open and the bidders are known")]
    NotOpened,
    #[error("a lot that is {0} is not being evaluated")]
    NotInEvaluation(LotState),
    #[error("a bid that is {0} does not compete")]
    NotCompeting(BidState),
    #[error("you have submitted your marks: they stay as they are")]
    Submitted,
    #[error("the panel agrees once all marking members have submitted their marks")]
    NotAllSubmitted,
    #[error("the consensus is locked: the ranking stands")]
    Locked,
    #[error("there is no ranking yet: the chair locks the consensus first")]
    NotLocked,
}

impl Refuse for CannotEvaluate {
    fn kind(&self) -> Kind {
        match self {
            Self::HasChair | Self::Seated => kinds::TAKEN,
            Self::NoPanelNow(_)
            | Self::HasMarked
            | Self::MarkingBegan
            | Self::Bidder
            | Self::NotOpened
            | Self::NotInEvaluation(_)
            | Self::NotCompeting(_)
            | Self::Submitted
            | Self::NotAllSubmitted
            | Self::Locked
            | Self::NotLocked => kinds::WRONG_STATE,
        }
    }
}

/// Refuses what is only done between the first declaration and the lock.
pub fn in_evaluation(lot: &Lot) -> Result<(), CannotEvaluate> {
    match (lot.state, lot.consensus_locked_at) {
        (LotState::InEvaluation, None) => Ok(()),
        (LotState::InEvaluation, Some(_)) => Err(CannotEvaluate::Locked),
        (state, _) => Err(CannotEvaluate::NotInEvaluation(state)),
    }
}

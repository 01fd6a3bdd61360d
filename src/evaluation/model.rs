//! Panels, their members before the bidders of a lot, and refusals, as values.

use crate::{
    bids::{Bid, BidState},
    opportunities::{Criterion, CriterionKind, Lot, LotState},
    prelude::*,
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
    /// The declared conflicts; none before the declaration.
    pub conflicts: Option<Vec<Id<Organisation>>>,
    /// Whether all marks have been submitted.
    pub submitted: bool,
}

impl Seat {
    pub fn has_declared(&self) -> bool {
        self.conflicts.is_some()
    }

    /// Whether a declared conflict with one of the bid's suppliers keeps this person from it.
    pub fn is_barred_from(&self, bid: &Bid) -> bool {
        let declared = self.conflicts.as_ref();
        declared.is_some_and(|all| bid.suppliers().any(|supplier| all.contains(&supplier)))
    }
}

/// A lot with the caller's seat on its panel: the subject of rules about the panel itself.
#[derive(Debug, Clone)]
pub struct LotForMember {
    pub lot: Lot,
    pub seat: Option<Seat>,
}

/// The caller before the bidders of a lot: a seat, if any, and conflicts of interest.
#[derive(Debug, Clone)]
pub struct Assessor {
    pub seat: Option<Seat>,
    /// The conflicts that the caller has declared, seated now or not.
    pub declared: Vec<Id<Organisation>>,
    /// The bidders of the lot, leads and partners, to which the caller belongs or with which a
    /// conflict was declared.
    pub bidders: Vec<Id<Organisation>>,
}

impl Assessor {
    /// Whether the caller works for a bidder, whatever was declared, and however that bidder
    /// stands.
    pub fn is_bidder(&self, actor: &Actor) -> bool {
        self.bidders.iter().any(|bidder| actor.belongs_to(*bidder))
    }

    /// Whether the caller has a conflict with one of the bid's suppliers: declared, or as a member.
    pub fn is_barred_from(&self, actor: &Actor, bid: &Bid) -> bool {
        bid.suppliers()
            .any(|supplier| actor.belongs_to(supplier) || self.declared.contains(&supplier))
    }

    /// Whether the caller has a conflict with any bidder: then the caller decides nothing about
    /// this lot.
    pub fn has_conflict(&self) -> bool {
        !self.bidders.is_empty()
    }
}

/// A lot with its caller: the subject of rules about the ranking, which is of all bids.
#[derive(Debug, Clone)]
pub struct LotForAssessor {
    pub lot: Lot,
    pub assessor: Assessor,
}

/// One bid with its lot and its caller: the subject of rules about marks. No other bid is loaded.
#[derive(Debug, Clone)]
pub struct BidForAssessor {
    pub bid: Bid,
    pub lot: Lot,
    pub assessor: Assessor,
}

/// The panel of a lot.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    pub seats: Vec<Seat>,
}

impl Panel {
    pub fn seat(&self, user: Id<User>) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.user == user)
    }

    pub fn chair(&self) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.role == PanelRole::Chair)
    }

    /// The seats that mark.
    pub fn marking(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.scores)
    }

    /// Whether every marking seat has submitted, or is barred from every competing bid, and there
    /// is one at all.
    pub fn all_submitted(&self, bids: &[Bid]) -> bool {
        let recused = |seat: &Seat| competing(bids).all(|bid| seat.is_barred_from(bid));
        let done = |seat: &Seat| seat.submitted || (seat.has_declared() && recused(seat));
        let mut marking = self.marking().peekable();
        marking.peek().is_some() && marking.all(done)
    }
}

/// The bids that compete.
pub fn competing(bids: &[Bid]) -> impl Iterator<Item = &Bid> {
    bids.iter().filter(|bid| bid.state == BidState::Received)
}

/// The criteria that people mark: all but the price, which a formula marks.
pub fn marked_criteria(lot: &Lot) -> impl Iterator<Item = &Criterion> {
    lot.criteria.iter().filter(|criterion| criterion.kind != CriterionKind::Price)
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
pub fn ensure_in_evaluation(lot: &Lot) -> Result<(), CannotEvaluate> {
    match (lot.state, lot.consensus_locked_at) {
        (LotState::InEvaluation, None) => Ok(()),
        (LotState::InEvaluation, Some(_)) => Err(CannotEvaluate::Locked),
        (state, _) => Err(CannotEvaluate::NotInEvaluation(state)),
    }
}

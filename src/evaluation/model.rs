//! Panels, their members before the bidders of a lot, and refusals, as values.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    bids::{Bid, BidState},
    opportunities::{Criterion, CriterionKind, Lot, LotState},
    prelude::*,
    words,
};

words!(
    /// The role of a panel member.
    PanelRole {
        /// Leads the panel, writes down its consensus and proposes the decision.
        Chair = "chair",
        /// Marks the bids.
        Evaluator = "evaluator",
        /// Reads the bids without marking them.
        Observer = "observer",
    }
);

/// A panel member.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatView)]
pub struct Seat {
    /// The id of the person.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The name of the person.
    pub full_name: String,
    /// The names of the organisations to which the person belongs.
    pub organisation_names: Vec<String>,
    /// The role on the panel.
    pub role: PanelRole,
    /// Whether the member marks bids; an observer never does.
    pub scores: bool,
    /// Whether the member has declared interests in this lot.
    pub declared: bool,
    /// Whether the member has submitted marks for all bids.
    pub submitted: bool,
    /// The instant of the appointment.
    pub appointed_at: Instant,
    /// The bidders with which the member has declared a conflict.
    #[serde(skip)]
    pub conflicts: Vec<Id<Organisation>>,
}

impl Seat {
    /// Whether a declared conflict with one of the bid's suppliers keeps this person from it.
    pub fn is_barred_from(&self, bid: &Bid) -> bool {
        bid.suppliers().any(|supplier| self.conflicts.contains(&supplier))
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

/// A lot with its caller: the subject of the rule about reading the ranking.
#[derive(Debug, Clone)]
pub struct LotForAssessor {
    pub lot: Lot,
    pub assessor: Assessor,
}

/// A lot with its whole panel and all its opened bids: the subject of the rule about the lock.
#[derive(Debug, Clone)]
pub struct LotToLock {
    pub lot: Lot,
    pub assessor: Assessor,
    pub panel: Panel,
    pub bids: Vec<Bid>,
}

/// One bid with its lot and its caller: the subject of rules about marks. No other bid is loaded.
#[derive(Debug, Clone)]
pub struct BidForAssessor {
    pub bid: Bid,
    pub lot: Lot,
    pub assessor: Assessor,
}

/// The panel of a lot.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[schema(as = PanelView)]
pub struct Panel {
    /// The members of the panel.
    #[serde(rename = "items")]
    pub seats: Vec<Seat>,
}

impl Panel {
    pub fn seat(&self, user: Id<User>) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.user_id == user)
    }

    /// The names of the organisations of a member.
    pub fn organisations_of(&self, user: Id<User>) -> Vec<String> {
        self.seat(user).map(|seat| seat.organisation_names.clone()).unwrap_or_default()
    }

    /// The same panel once a member has submitted marks.
    pub fn with_submission_of(mut self, user: Id<User>) -> Self {
        self.seats
            .iter_mut()
            .filter(|seat| seat.user_id == user)
            .for_each(|seat| seat.submitted = true);
        self
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
        let done = |seat: &Seat| seat.submitted || (seat.declared && recused(seat));
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

/// Refuses a lot whose evaluation has not begun or is locked.
pub fn ensure_in_evaluation(lot: &Lot) -> Result<(), CannotEvaluate> {
    match (lot.state, lot.consensus_locked_at) {
        (LotState::InEvaluation, None) => Ok(()),
        (LotState::InEvaluation, Some(_)) => Err(CannotEvaluate::Locked),
        (state, _) => Err(CannotEvaluate::NotInEvaluation(state)),
    }
}

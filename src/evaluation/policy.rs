//! Conditions that several rules about an evaluation share.

use super::model::{BidForAssessor, PanelRole, Seat};
use crate::{opportunities::Lot, prelude::*};

const DECLARE_FIRST: &str = "declare your interests in this lot first";
const BARRED: &str = "you have declared a conflict with this bidder";
const BELONGS: &str = "you belong to a bidder of this lot";
const NOT_MARKING: &str = "you are on the panel but do not mark bids";
pub const CONFLICTED: &str =
    "you have a conflict of interest with a bidder of this lot: another person has to do this";

/// Members of a bidder, and people with a conflict with this one, judge nothing and read no marks.
pub fn unbarred(actor: &Actor, on: &BidForAssessor) -> Result<(), No> {
    if on.assessor.is_bidder(actor) {
        Err(No::Forbidden(BELONGS))
    } else if on.assessor.is_barred_from(actor, &on.bid) {
        Err(No::Forbidden(BARRED))
    } else {
        Ok(())
    }
}

/// A member of the panel who has declared interests.
pub fn declared(seat: Option<&Seat>) -> Result<&Seat, No> {
    let seat = seat.ok_or(No::Hidden)?;
    if seat.declared { Ok(seat) } else { Err(No::Forbidden(DECLARE_FIRST)) }
}

pub fn marks(seat: &Seat, lot: &Lot) -> Result<As, No> {
    if seat.scores { Ok(buyer(lot)) } else { Err(No::Forbidden(NOT_MARKING)) }
}

pub fn chairs(seat: Option<&Seat>, lot: &Lot) -> Result<As, No> {
    let seat = declared(seat)?;
    if seat.role == PanelRole::Chair {
        Ok(buyer(lot))
    } else {
        Err(No::Forbidden("only the chair of the panel can do this"))
    }
}

pub fn buyer(lot: &Lot) -> As {
    As::Organisation(lot.organisation)
}

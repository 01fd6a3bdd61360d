//! The right to declare interests.

use super::super::{model::LotForMember, policy::buyer};
use crate::prelude::*;

pub struct Declare;

impl Rule for Declare {
    const NAME: &'static str = "panel.declare";
    type On = LotForMember;

    fn check(_: &Actor, on: &LotForMember) -> Verdict {
        on.seat.as_ref().map(|_| buyer(&on.lot)).ok_or(No::Hidden)
    }
}

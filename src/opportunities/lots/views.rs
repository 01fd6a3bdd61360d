//! Lots as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{model::Lot, states::Phase};
use crate::{
    kernel::Instant,
    opportunities::imported::{LotWinner, Winner},
};

/// A lot, with its phase and its imported winners.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lot)]
pub struct LotView {
    #[serde(flatten)]
    pub lot: Lot,
    /// The phase at present.
    pub phase: Phase,
    /// The winners that open data names.
    pub winners: Vec<Winner>,
}

pub fn lot(lot: Lot, winners: &[LotWinner], now: Instant) -> LotView {
    let own = winners.iter().filter(|won| won.lot == lot.id);
    let winners = own.map(|won| won.winner.clone()).collect();
    LotView { phase: lot.phase(now), winners, lot }
}

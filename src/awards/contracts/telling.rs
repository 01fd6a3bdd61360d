//! What the log and the suppliers are told of a contract.

use super::model::Contract;
use crate::{organisations, outbox::Letter, prelude::*};

pub fn about(what: &'static str, of: &Contract) -> Event {
    Event::of(what, "contract", &of.id)
        .fact("bid", of.bid.to_string())
        .fact("net", of.net.to_string())
        .fact("gross", of.gross.to_string())
}

pub fn tell(tx: &mut Tx<'_>, call: &Call, of: &Contract, letter: &Letter) -> Result<(), Fault> {
    for party in &of.suppliers {
        organisations::tell_bidders(tx, call, party.organisation, letter)?;
    }
    Ok(())
}

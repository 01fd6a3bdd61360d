//! The key that a lot's bids are sealed to.

use super::model::{Lot, Seal};
use crate::{app::Identity, prelude::*};

/// The key of a lot: its public half, and its secret half wrapped with a key of the installation.
pub struct LotKey {
    pub seal: Seal,
    pub wrapped: Vec<u8>,
}

/// Generates the key of a lot.
pub fn generate(call: &Call, lot: Id<Lot>) -> Result<LotKey, Fault> {
    let identity = Identity::generate();
    let recipient = identity.recipient();
    let seal = Seal { recipient: recipient.to_string(), fingerprint: recipient.fingerprint() };
    let wrapped = call.app.keys.sealed.wrap(&identity, &key_purpose(lot));
    Ok(LotKey { seal, wrapped: wrapped.map_err(|error| Fault::corrupt(&error))? })
}

/// The purpose that the secret half of a lot's key is wrapped for: it unwraps for no other.
pub fn key_purpose(lot: Id<Lot>) -> String {
    format!("lot {lot}")
}

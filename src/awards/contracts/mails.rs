//! Letters about contracts.

use super::model::Contract;
use crate::outbox::{Letter, Place};

fn about(contract: &Contract, letter: Letter) -> Letter {
    letter
        .fact("Contract", &contract.title)
        .fact("Signed on", &contract.signed_on)
        .fact("From", &contract.starts_on)
        .fact("Until", &contract.ends_on)
        .fact("Value with VAT", &contract.gross)
        .link("See the contract", Place::Contract(&contract.id))
        .about(&contract.id)
}

pub fn recorded(contract: &Contract) -> Letter {
    let letter = Letter::new("contract.recorded", format!("Recorded: {}", contract.title))
        .says("The public body has recorded the contract that it signed with you. If anything in this letter is not what was signed, tell it at once.");
    let without = contract.suppliers.iter().filter(|one| one.ppon.is_none());
    let names = without.map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let letter = if names.is_empty() || !contract.notifiable {
        letter
    } else {
        letter
            .says("The law wants its details published, and they cannot be until Find a Tender knows every supplier: register there, and add the identifier (GB-PPON) to your profile.")
            .fact("Without PPON", &names)
    };
    about(contract, letter)
}

pub fn published(contract: &Contract) -> Letter {
    let letter =
        Letter::new("contract.details_published", format!("Public: {}", contract.title))
            .says("The details of your contract are public from today: who buys, who supplies, its value and its dates.");
    about(contract, letter)
}

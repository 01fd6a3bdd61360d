//! Domains of an organisation's addresses, as claims and proofs.

use crate::{kernel::MailDomain, prelude::*, words};

pub use crate::kernel::DOMAIN_PROOF_LIFE as PROOF_LIFE;
/// Domains that one organisation may have claimed at a time.
pub const MOST_DOMAINS: i64 = 20;

words!(
    /// The proof of a domain.
    ProvedBy {
        /// The token of a letter to an address in the domain.
        Mail = "mail",
        /// A TXT record of the domain.
        Dns = "dns",
    }
);

words!(
    /// The state of a claim at an instant.
    DomainState {
        /// The claim waits for its first proof.
        Claimed = "claimed",
        /// The domain counts as the organisation's.
        Proved = "proved",
        /// The proof is older than a year and does not count any more.
        RunOut = "run_out",
    }
);

/// A claim by its address: `/v1/organisations/{id}/domains/{domain_id}`.
#[derive(Debug, Clone, Copy)]
pub struct ClaimOf {
    pub organisation: Id<Organisation>,
    pub claim: Id<Claim>,
}

/// The letter that was sent last.
#[derive(Debug, Clone)]
pub struct SentLetter {
    pub token_hash: String,
    /// The token works before this instant.
    pub until: Instant,
}

/// How and when a domain was proved.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    pub by: ProvedBy,
    pub at: Instant,
}

/// A domain that an organisation says is its own.
#[derive(Debug, Clone)]
pub struct Claim {
    pub id: Id<Claim>,
    pub organisation: Id<Organisation>,
    pub domain: String,
    pub claimed_at: Instant,
    /// The text of the TXT record.
    pub dns_token: String,
    pub letter: Option<SentLetter>,
    pub proof: Option<Proof>,
}

impl Claim {
    /// The name whose TXT record is looked at.
    pub fn record_name(&self) -> String {
        format!("_guildhall.{}", self.domain)
    }

    pub fn record_text(&self) -> String {
        format!("guildhall-domain={}", self.dns_token)
    }

    pub fn proved_until(&self) -> Option<Instant> {
        self.proof.map(|proof| proof.at.plus(PROOF_LIFE))
    }

    pub fn state(&self, now: Instant) -> DomainState {
        match self.proved_until() {
            None => DomainState::Claimed,
            Some(until) if now < until => DomainState::Proved,
            Some(_) => DomainState::RunOut,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotClaim {
    #[error("your organisation has claimed {0} already")]
    Twice(MailDomain),
    #[error("an organisation claims at most {MOST_DOMAINS} domains; withdraw one")]
    TooMany,
    #[error("another organisation has proved that {0} is its own")]
    Held(String),
    #[error("this token is unknown, used or expired; request a new letter")]
    Spent,
    #[error("there is no TXT record at {0} with the expected value")]
    NoRecord(String),
    #[error("DNS cannot be reached for the TXT record at the moment")]
    NoAnswer,
}

impl Refuse for CannotClaim {
    fn kind(&self) -> Kind {
        match self {
            Self::Twice(_) | Self::Held(_) => kinds::TAKEN,
            Self::TooMany | Self::NoRecord(_) => kinds::WRONG_STATE,
            Self::Spent => kinds::TOKEN_SPENT,
            Self::NoAnswer => kinds::NAMES_AWAY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Period;

    #[test]
    fn a_proof_runs_out_by_itself() {
        let at: Instant = "2026-09-01T09:00:00Z".parse().unwrap();
        let claim = Claim {
            id: Id::new(),
            organisation: Id::new(),
            domain: "camden.example".to_owned(),
            claimed_at: at,
            dns_token: "t".to_owned(),
            letter: None,
            proof: None,
        };
        assert_eq!(claim.state(at), DomainState::Claimed);
        let proved = Claim { proof: Some(Proof { by: ProvedBy::Dns, at }), ..claim };
        assert_eq!(proved.state(at.plus(Period::days(364))), DomainState::Proved);
        assert_eq!(proved.state(at.plus(Period::days(365))), DomainState::RunOut);
    }
}

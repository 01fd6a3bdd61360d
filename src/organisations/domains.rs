//! `/v1/organisations/{id}/domains`: an organisation claims a domain, proves that it is its own,
//! proves it again each year, and lets it go.

use super::{
    mails,
    model_domains::{CannotClaim, Claim, DomainState, MOST_DOMAINS, ProvedBy},
    policy::{ClaimDomain, ProveDomain, WithdrawDomain},
    store, store_domains,
};
use crate::{
    access::Organisation,
    accounts,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Email, Faults, Id, MailDomain, Problem, kinds},
    outbox::{self, Addressee},
};

/// Says that a domain is the organisation's. Until that is proved it means nothing.
pub fn claim(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    domain: &MailDomain,
) -> Result<Recorded<Claim>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<ClaimDomain>(&call.actor)?;
    call.saw(organisation.version)?;
    let by = call.actor.user();
    let by = by.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
    let before = store_domains::list(tx.db(), of)?;
    if before.iter().any(|claim| claim.domain == domain.as_str()) {
        return Err(CannotClaim::Twice(domain.clone()).into());
    }
    if i64::try_from(before.len()).unwrap_or(i64::MAX) >= MOST_DOMAINS {
        return Err(CannotClaim::TooMany.into());
    }
    let claim = Claim {
        id: Id::new(),
        organisation: of,
        domain: domain.as_str().to_owned(),
        claimed_at: call.at,
        dns_token: accounts::one_time_token()?,
        letter: None,
        proved: None,
    };
    store_domains::insert(tx, &claim, by)?;
    let event = about("domain.claimed", &claim);
    audit::record(tx, call, &may, event, claim)
}

fn about(what: &'static str, claim: &Claim) -> Event {
    Event::of(what, "organisation", &claim.organisation)
        .fact("claim", claim.id.to_string())
        .fact("domain", claim.domain.clone())
}

/// Sends a token to an address at exactly the claimed domain. It works once, for a day, and only
/// for an owner of the organisation that asked.
pub fn send_letter(
    tx: &mut Tx<'_>,
    call: &Call,
    (of, id): (Id<Organisation>, Id<Claim>),
    address: &Email,
) -> Result<Recorded<()>, Fault> {
    let (may, claim) = store_domains::load(tx.db(), of, id)?.open::<ProveDomain>(&call.actor)?;
    let domain = MailDomain::parse(&claim.domain).map_err(|why| Fault::corrupt(&why))?;
    if !domain.has(address) {
        let mut faults = Faults::new();
        faults.add("/address", "domain", format!("is not an address at {domain} itself"));
        faults.none()?;
    }
    let name = store::card(tx.db(), of)?.name;
    let token = accounts::one_time_token()?;
    let until = call.at.plus(mails::DOMAIN_LIFE);
    store_domains::keep_letter(tx, id, Some((&accounts::token_hash(&token), until)))?;
    let to = Addressee {
        user: None,
        email: address.as_str().to_owned(),
        full_name: "colleague".to_owned(),
    };
    let letter = mails::prove_domain(&call.app.config.public_url, (&claim, &name), &token, until);
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, about("domain.letter_sent", &claim), ())
}

/// What speaks for a claim.
#[derive(Debug, Clone)]
pub enum Evidence {
    /// The token of a letter.
    Token(String),
    /// What the TXT records of the domain say: looked up before the transaction.
    Records(Vec<String>),
}

/// Proves a claim, for the first time or anew. Whoever held the domain by a proof that has run out
/// loses it, and is told.
pub fn prove(
    tx: &mut Tx<'_>,
    call: &Call,
    (of, id): (Id<Organisation>, Id<Claim>),
    evidence: &Evidence,
) -> Result<Recorded<Claim>, Fault> {
    let (may, claim) = store_domains::load(tx.db(), of, id)?.open::<ProveDomain>(&call.actor)?;
    let proof = judged(&claim, call, evidence)?;
    if let Some(other) = store_domains::holder(tx.db(), &claim.domain)?
        && other.id != claim.id
    {
        make_way(tx, call, &other)?;
    }
    store_domains::prove(tx, id, proof, call.at)?;
    let event = about("domain.proved", &claim).fact("proof", proof.as_str());
    let proved = Claim { proved: Some((proof, call.at)), letter: None, ..claim };
    audit::record(tx, call, &may, event, proved)
}

fn judged(claim: &Claim, call: &Call, evidence: &Evidence) -> Result<ProvedBy, CannotClaim> {
    match evidence {
        Evidence::Token(token) => {
            let hash = accounts::token_hash(token);
            let good = claim
                .letter
                .as_ref()
                .is_some_and(|(kept, until)| accounts::same_hash(kept, &hash) && call.at < *until);
            if good { Ok(ProvedBy::Mail) } else { Err(CannotClaim::Spent) }
        }
        Evidence::Records(records) => {
            let wanted = claim.record_text();
            if records.iter().any(|text| text.trim() == wanted) {
                Ok(ProvedBy::Dns)
            } else {
                Err(CannotClaim::NoRecord(claim.record_name()))
            }
        }
    }
}

fn make_way(tx: &mut Tx<'_>, call: &Call, other: &Claim) -> Result<(), Fault> {
    match other.state(call.at) {
        DomainState::Claimed | DomainState::RunOut => {}
        DomainState::Proved => return Err(CannotClaim::Held(other.domain.clone()).into()),
    }
    store_domains::withdraw(tx, other.id, call.at)?;
    tell_owners(
        tx,
        call,
        other,
        "Another organisation has proved that it is theirs, after your proof had run out.",
    )
}

/// Lets a domain go.
pub fn withdraw(
    tx: &mut Tx<'_>,
    call: &Call,
    (of, id): (Id<Organisation>, Id<Claim>),
) -> Result<Recorded<()>, Fault> {
    let (may, claim) = store_domains::load(tx.db(), of, id)?.open::<WithdrawDomain>(&call.actor)?;
    store_domains::withdraw(tx, id, call.at)?;
    if may.organisation().is_none() {
        tell_owners(tx, call, &claim, "An administrator of the platform has withdrawn it.")?;
    }
    audit::record(tx, call, &may, about("domain.withdrawn", &claim), ())
}

fn tell_owners(tx: &mut Tx<'_>, call: &Call, claim: &Claim, why: &str) -> Result<(), Fault> {
    let name = store::card(tx.db(), claim.organisation)?.name;
    let letter = mails::domain_lost(&call.app.config.public_url, (claim, &name), why);
    super::letters::tell_owners(tx, call, claim.organisation, &letter)
}

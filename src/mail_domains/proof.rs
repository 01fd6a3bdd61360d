//! `/v1/organisations/{id}/domains/{domain_id}/proof`: the domain is the organisation's, for a year.

use super::{
    events,
    model::{CannotClaim, Claim, ClaimOf, DomainState, Proof, ProvedBy},
    policy::ProveDomain,
    reading, store, withdrawal,
};
use crate::{accounts, http::Answer, prelude::*};

/// A proof that an owner asks for.
#[derive(Debug, Clone)]
pub struct ProofAsked {
    pub of: ClaimOf,
    /// Of a letter; without it the TXT record of the domain is looked up.
    pub token: Option<String>,
}

/// The evidence for a claim.
#[derive(Debug, Clone)]
enum Evidence {
    /// The token of a letter.
    Token(String),
    /// The TXT records of the domain, looked up before the transaction.
    Records(Vec<String>),
}

/// Proves a claim, for the first time or anew.
pub async fn prove(
    request: &Request,
    asked: ProofAsked,
    show: impl Fn(&Claim) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let of = asked.of;
    let evidence = match asked.token {
        Some(token) => Evidence::Token(token),
        None => Evidence::Records(records(request, of).await?),
    };
    let keep = move |tx: &mut Tx<'_>, call: &Call| keep(tx, call, of, &evidence);
    request.act(keep, show).await
}

/// The TXT records where the claim has its own.
async fn records(request: &Request, of: ClaimOf) -> Result<Vec<String>, Fault> {
    let find = move |db: &mut Db, actor: &Actor| reading::to_prove(db, actor, of);
    let claim = request.read(find).await?;
    let texts = request.app.resolver.texts(&claim.record_name()).await;
    Ok(texts.map_err(|_cause| CannotClaim::NoAnswer)?)
}

/// Keeps the proof. An organisation whose own proof of the domain has run out loses the domain,
/// and is told.
fn keep(
    tx: &mut Tx<'_>,
    call: &Call,
    of: ClaimOf,
    evidence: &Evidence,
) -> Result<Recorded<Claim>, Fault> {
    let (may, claim) = store::load(tx.db(), of)?.open::<ProveDomain>(&call.actor)?;
    let proof = Proof { by: verified(&claim, call, evidence)?, at: call.at };
    if let Some(other) = store::holder(tx.db(), &claim.domain)?
        && other.id != claim.id
    {
        make_way(tx, call, &other)?;
    }
    store::prove(tx, claim.id, proof)?;
    let event = events::about("domain.proved", &claim).fact("proof", proof.by.as_str());
    let proved = Claim { proof: Some(proof), letter: None, ..claim };
    audit::record(tx, call, &may, event, proved)
}

fn verified(claim: &Claim, call: &Call, evidence: &Evidence) -> Result<ProvedBy, CannotClaim> {
    match evidence {
        Evidence::Token(token) => {
            let hash = accounts::token_hash(token);
            let good = claim.letter.as_ref().is_some_and(|sent| {
                accounts::same_hash(&sent.token_hash, &hash) && call.at < sent.until
            });
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
    store::withdraw(tx, other.id, call.at)?;
    withdrawal::tell_owners(
        tx,
        call,
        other,
        "Another organisation has proved that it is theirs, after your proof had run out.",
    )
}

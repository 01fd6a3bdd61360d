//! `/v1/organisations/{id}/domains/{domain_id}/letter`: a token goes to an address at the domain.

use super::{
    events, mails,
    model::{Claim, ClaimOf, SentLetter},
    policy::ProveDomain,
    reading, store,
};
use crate::{
    accounts::{self, LetterReason, SignInLimiter},
    http::Answer,
    kernel::{Email, MailDomain},
    organisations,
    outbox::{self, Addressee},
    prelude::*,
};

/// A letter that an owner asks for.
#[derive(Debug, Clone)]
pub struct LetterAsked {
    pub of: ClaimOf,
    /// An address at exactly the claimed domain.
    pub address: Email,
}

/// Sends the letter, within the limits of letters to one address and from one place. A retry is
/// answered before it counts.
pub async fn send(
    request: &Request,
    limiter: &SignInLimiter,
    asked: LetterAsked,
    show: impl Fn(&()) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let of = asked.of;
    let find = move |db: &mut Db, actor: &Actor| reading::to_prove(db, actor, of).map(drop);
    request.read(find).await?;
    limiter.check_sender(request.caller().asked.from)?;
    limiter.check_letter(LetterReason::Domain, asked.address.as_str())?;
    let send = move |tx: &mut Tx<'_>, call: &Call| write(tx, call, &asked);
    request.act(send, show).await
}

/// Sends a token to the address. It works once, for a day, and only for an owner of the
/// organisation that asked.
fn write(tx: &mut Tx<'_>, call: &Call, asked: &LetterAsked) -> Result<Recorded<()>, Fault> {
    let LetterAsked { of, address } = asked;
    let (may, claim) = store::load(tx.db(), *of)?.open::<ProveDomain>(&call.actor)?;
    is_there(&claim, address)?;
    let name = organisations::card(tx.db(), of.organisation)?.name;
    let token = accounts::one_time_token()?;
    let until = call.at.plus(mails::TOKEN_LIFE);
    let sent = SentLetter { token_hash: accounts::token_hash(&token), until };
    store::keep_letter(tx, of.claim, Some(&sent))?;
    let to = Addressee {
        user: None,
        email: address.as_str().to_owned(),
        full_name: "colleague".to_owned(),
    };
    let proof = mails::Proof { claim: &claim, name: &name, token: &token, until };
    outbox::send(tx, call, &to, &mails::prove_domain(&proof))?;
    audit::record(tx, call, &may, events::about("domain.letter_sent", &claim), ())
}

fn is_there(claim: &Claim, address: &Email) -> Result<(), Fault> {
    let domain = MailDomain::parse(&claim.domain).map_err(|why| Fault::corrupt(&why))?;
    if !domain.has(address) {
        let mut faults = Faults::new();
        faults.add("/address", "domain", format!("is not an address at {domain} itself"));
        faults.none()?;
    }
    Ok(())
}

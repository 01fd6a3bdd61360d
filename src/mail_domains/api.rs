//! Mail domains over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    claiming,
    letter::{self, LetterAsked},
    model::{Claim, ClaimOf},
    proof::{self, ProofAsked},
    reading,
    views::DomainView,
    withdrawal,
};
use crate::{
    access::{Duty, Scope},
    audit::Request,
    operations,
};
use crate::{
    accounts::SignInLimiter,
    http::{Page, prelude::*},
    kernel::{Email, MailDomain},
    prelude::*,
};

operations! { "organisations":
    /// Claim a mail domain
    ///
    /// By an owner. The claim counts once it is proved: by a letter to an address in the domain, or by
    /// a DNS TXT record.
    post "/v1/organisations/{id}/domains" claim_domain =
        signed_in().takes::<NewDomain>().gives::<DomainView>(201, "The claim")
            .says(409, "The domain is already claimed, or the limit of domains is reached")
            .row("docef", "------ -- ynnn ---");

    /// List mail domains
    ///
    /// All mail domains of the organisation, at most twenty. For members and administrators.
    get "/v1/organisations/{id}/domains" list_domains =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Verification)
            .gives::<Page<DomainView>>(200, "The domains by name")
            .row("docef", "----y- -- yyyy ---");

    /// Send a letter that proves a mail domain
    ///
    /// By an owner. The token in the letter works once, for a day. A new letter invalidates the earlier
    /// one.
    post "/v1/organisations/{id}/domains/{domain_id}/letter" send_domain_letter =
        signed_in().takes::<DomainLetter>().says(204, "The letter is sent")
            .row("docef", "------ -- ynnn ---");

    /// Prove a mail domain
    ///
    /// By an owner: with the token from a letter, or without a token by a DNS TXT record. A proof lasts
    /// a year.
    post "/v1/organisations/{id}/domains/{domain_id}/proof" prove_domain =
        signed_in().takes::<DomainProof>().gives::<DomainView>(201, "The domain is proved")
            .says(409, "There is no such TXT record, or the domain belongs to another organisation")
            .row("docef", "------ -- ynnn ---");

    /// Withdraw a mail domain
    ///
    /// By an owner, or by an administrator, in which case the owners are told.
    delete "/v1/organisations/{id}/domains/{domain_id}" withdraw_domain =
        signed_in().duty(Duty::Verification)
            .says(204, "The domain no longer belongs to the organisation")
            .row("docef", "----y- -- ynnn ---");
}

fn addressed(path: Path<(Id<Organisation>, Id<Claim>)>) -> ClaimOf {
    let (organisation, claim) = path.into_inner();
    ClaimOf { organisation, claim }
}

/// A domain to claim.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDomain {
    /// The part of the organisation's addresses after the at sign. International names are kept in
    /// ASCII. Public suffixes and public mail providers are refused.
    #[schema(value_type = String, max_length = 190, example = "camden.example")]
    pub domain: MailDomain,
}

async fn claim_domain(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewDomain>,
) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let claim = move |tx: &mut Tx<'_>, call: &Call| claiming::claim(tx, call, id, &new.domain);
    let show = move |claim: &Claim| {
        let location = format!("/v1/organisations/{id}/domains");
        Answer::created(&DomainView::of(claim, now), location)
    };
    request.act(claim, show).await
}

async fn list_domains(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let (id, now) = (path.into_inner(), request.at());
    let found = request.read(move |db, actor| reading::list(db, actor, id)).await?;
    let items = found.iter().map(|claim| DomainView::of(claim, now)).collect();
    Ok(Answer::page(&Page { items, next: None }))
}

/// The address for the letter with the token.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct DomainLetter {
    /// An address at exactly the claimed domain.
    #[schema(value_type = String, example = "postmaster@camden.example")]
    pub address: Email,
}

async fn send_domain_letter(
    request: Request,
    limiter: Data<SignInLimiter>,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainLetter>,
) -> Reply {
    let asked = LetterAsked { of: addressed(path), address: asked.address };
    letter::send(&request, &limiter, asked, |()| Answer::done()).await
}

/// The token of a letter, or nothing for the TXT record.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct DomainProof {
    /// The token of the letter. Without it the TXT record is read.
    #[deserr(default)]
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub token: Option<Line<200>>,
}

async fn prove_domain(
    request: Request,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainProof>,
) -> Reply {
    let now = request.at();
    let asked = ProofAsked { of: addressed(path), token: asked.token.map(Line::into_string) };
    let show = move |claim: &Claim| {
        let location = format!("/v1/organisations/{}/domains", claim.organisation);
        Answer::created(&DomainView::of(claim, now), location)
    };
    proof::prove(&request, asked, show).await
}

async fn withdraw_domain(request: Request, path: Path<(Id<Organisation>, Id<Claim>)>) -> Reply {
    let of = addressed(path);
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, of);
    request.act(withdraw, |()| Answer::done()).await
}

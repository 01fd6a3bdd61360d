//! Mail domains over HTTP.

use actix_web::web::{self, Data, Path};
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
    access::Organisation,
    accounts::SignInLimiter,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, Reply},
    kernel::{Email, Faults, Id, Line, MailDomain},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/domains")
                .route(web::get().to(list_domains))
                .route(web::post().to(claim_domain)),
        )
        .service(
            web::resource("/v1/organisations/{id}/domains/{domain_id}")
                .route(web::delete().to(withdraw_domain)),
        )
        .service(
            web::resource("/v1/organisations/{id}/domains/{domain_id}/letter")
                .route(web::post().to(send_domain_letter)),
        )
        .service(
            web::resource("/v1/organisations/{id}/domains/{domain_id}/proof")
                .route(web::post().to(prove_domain)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(claim_domain, list_domains, send_domain_letter, prove_domain, withdraw_domain))]
pub struct Description;

fn addressed(path: Path<(Id<Organisation>, Id<Claim>)>) -> ClaimOf {
    let (organisation, claim) = path.into_inner();
    ClaimOf { organisation, claim }
}

/// A domain to claim.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDomain {
    /// What stands behind the at sign of the organisation's addresses. International names are
    /// kept in ASCII. Public suffixes and providers of mail for everybody are refused.
    #[schema(value_type = String, max_length = 190, example = "camden.example")]
    pub domain: MailDomain,
}

/// Claim a mail domain
///
/// By an owner. The claim counts once it is proved: by a letter to an address in the domain, or by
/// a DNS TXT record.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/domains",
    operation_id = "claim_domain",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewDomain,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The claim", body = DomainView),
        (status = 409, description = "The domain is already claimed, or the limit of domains is reached"),
    ),
)]
pub async fn claim_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewDomain>,
) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let claim = move |tx: &mut Tx<'_>, call: &Call| claiming::claim(tx, call, id, &new.domain);
    let show = move |claim: &Claim| {
        let location = format!("/v1/organisations/{id}/domains");
        Answer::created(&DomainView::of(claim, now), location)
    };
    Ok(audit::act(&app, caller, claim, show).await?)
}

/// List mail domains
///
/// All mail domains of the organisation, at most twenty. For members and administrators.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/domains",
    operation_id = "list_domains",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The domains by name", body = Page<DomainView>)),
)]
pub async fn list_domains(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let found = audit::read(&app, caller, move |db, actor| reading::list(db, actor, id)).await?;
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

/// Send a letter that proves a mail domain
///
/// By an owner. The token in the letter works once, for a day. A new letter invalidates the earlier
/// one.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/domains/{domain_id}/letter",
    operation_id = "send_domain_letter",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("domain_id" = String, Path, format = "uuid")),
    request_body = DomainLetter,
    security(("bearer" = [])),
    responses((status = 204, description = "The letter is sent")),
)]
pub async fn send_domain_letter(
    app: Data<App>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainLetter>,
) -> Reply {
    let asked = LetterAsked { of: addressed(path), address: asked.address };
    Ok(letter::send(&app, &limiter, caller, asked, |()| Answer::done()).await?)
}

/// The token of a letter, or nothing for the TXT record.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct DomainProof {
    /// The token of the letter. Without it the TXT record is looked at.
    #[deserr(default)]
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub token: Option<Line<200>>,
}

/// Prove a mail domain
///
/// By an owner: with the token from a letter, or without a token by a DNS TXT record. A proof lasts
/// a year.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/domains/{domain_id}/proof",
    operation_id = "prove_domain",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("domain_id" = String, Path, format = "uuid")),
    request_body = DomainProof,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The domain is proved", body = DomainView),
        (status = 409, description = "There is no such TXT record, or the domain belongs to another organisation"),
    ),
)]
pub async fn prove_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainProof>,
) -> Reply {
    let now = caller.asked.at;
    let asked = ProofAsked { of: addressed(path), token: asked.token.map(Line::into_string) };
    let show = move |claim: &Claim| {
        let location = format!("/v1/organisations/{}/domains", claim.organisation);
        Answer::created(&DomainView::of(claim, now), location)
    };
    Ok(proof::prove(&app, caller, asked, show).await?)
}

/// Withdraw a mail domain
///
/// By an owner, or by an administrator, in which case the owners are told.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/domains/{domain_id}",
    operation_id = "withdraw_domain",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("domain_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 204, description = "The domain no longer belongs to the organisation")),
)]
pub async fn withdraw_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
) -> Reply {
    let of = addressed(path);
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, of);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

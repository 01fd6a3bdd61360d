//! Mail domains over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    domains::{self, Evidence},
    model_domains::{CannotClaim, Claim, DomainState, ProvedBy},
    policy::{ProveDomain, ReadDomains},
    store, store_domains,
};
use crate::{
    access::Organisation,
    accounts::{Doors, Reason},
    app::App,
    audit::{self, Call},
    db::{Fault, Tx},
    http::{Answer, Body, Caller, Page, Reply},
    kernel::{Email, Faults, Id, Instant, Line, MailDomain},
};

/// A domain to claim.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDomain {
    /// What stands behind the at sign of the organisation's addresses. International names are
    /// kept in ASCII. Public suffixes and providers of mail for everybody are refused.
    #[schema(value_type = String, max_length = 190, example = "camden.example")]
    pub domain: MailDomain,
}

/// A domain of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DomainView {
    pub id: String,
    #[schema(example = "camden.example")]
    pub domain: String,
    /// At this moment: a proof runs out after a year.
    pub state: DomainState,
    pub claimed_at: Instant,
    pub proof: Option<ProvedBy>,
    pub proved_at: Option<Instant>,
    pub proved_until: Option<Instant>,
    /// Where a TXT record proves the claim.
    #[schema(example = "_guildhall.camden.example")]
    pub txt_name: String,
    /// What the record has to say.
    #[schema(example = "guildhall-domain=q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub txt_value: String,
}

impl DomainView {
    pub fn of(claim: &Claim, now: Instant) -> Self {
        Self {
            id: claim.id.to_string(),
            domain: claim.domain.clone(),
            state: claim.state(now),
            claimed_at: claim.claimed_at,
            proof: claim.proved.map(|(proof, _)| proof),
            proved_at: claim.proved.map(|(_, at)| at),
            proved_until: claim.proved_until(),
            txt_name: claim.record_name(),
            txt_value: claim.record_text(),
        }
    }
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
        (status = 409, description = "Claimed already, or too many"),
    ),
)]
pub async fn claim_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewDomain>,
) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let claim = move |tx: &mut Tx<'_>, call: &Call| domains::claim(tx, call, id, &new.domain);
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
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, organisation) = store::load(db, id)?.open::<ReadDomains>(actor)?;
        store_domains::list(db, organisation.id)
    })
    .await?;
    let items = found.iter().map(|claim| DomainView::of(claim, now)).collect();
    Ok(Answer::page(&Page { items, next: None }))
}

/// Where to send a token.
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
    responses((status = 204, description = "The letter is under way")),
)]
pub async fn send_domain_letter(
    app: Data<App>,
    doors: Data<Doors>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainLetter>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let of = path.into_inner();
    claim_of(&app, &caller, of).await?;
    doors.ask(caller.asked.from)?;
    doors.letter(Reason::Domain, asked.address.as_str())?;
    let send =
        move |tx: &mut Tx<'_>, call: &Call| domains::send_letter(tx, call, of, &asked.address);
    Ok(audit::act(&app, caller, send, |()| Answer::done()).await?)
}

/// The claim, for somebody who may prove it.
async fn claim_of(
    app: &App,
    caller: &Caller,
    (of, id): (Id<Organisation>, Id<Claim>),
) -> Result<Claim, Fault> {
    let find = move |db: &mut crate::db::Db, actor: &crate::access::Actor| {
        let (_, claim) = store_domains::load(db, of, id)?.open::<ProveDomain>(actor)?;
        Ok(claim)
    };
    audit::read(app, caller.clone(), find).await
}

/// What proves a domain.
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
        (status = 409, description = "No such record, or another organisation's domain"),
    ),
)]
pub async fn prove_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
    Body(asked): Body<DomainProof>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let (of, now) = (path.into_inner(), caller.asked.at);
    let evidence = if let Some(token) = asked.token {
        Evidence::Token(token.to_string())
    } else {
        let claim = claim_of(&app, &caller, of).await?;
        let texts = app.names.texts(&claim.record_name()).await;
        Evidence::Records(texts.map_err(|_cause| CannotClaim::NobodyAnswers)?)
    };
    let prove = move |tx: &mut Tx<'_>, call: &Call| domains::prove(tx, call, of, &evidence);
    let show = move |claim: &Claim| {
        let location = format!("/v1/organisations/{}/domains", claim.organisation);
        Answer::created(&DomainView::of(claim, now), location)
    };
    Ok(audit::act(&app, caller, prove, show).await?)
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
    responses((status = 204, description = "It is the organisation's no more")),
)]
pub async fn withdraw_domain(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<Claim>)>,
) -> Reply {
    let of = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| domains::withdraw(tx, call, of);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

//! Terms over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    acceptance,
    model::{Acceptance, NewTerms, Terms, VersionAsked},
    publishing, reading,
    views::TermsSummary,
};
use crate::{
    http::{PathParameter, prelude::*},
    prelude::*,
};

operations! { "organisations":
    /// List versions of the terms
    ///
    /// Newest first, including announced versions that do not apply yet.
    get "/v1/terms" list_terms =
        public().key(Scope::OrganisationsRead).query::<PageQuery>()
            .gives::<Page<TermsSummary>>(200, "A page of versions");

    /// Get a version of the terms
    ///
    /// By number, or `current` for the version that applies now.
    get "/v1/terms/{version}" get_terms =
        public().key(Scope::OrganisationsRead)
            .parameter(PathParameter { name: "version", about: "A number, or `current`", example: Some("current") })
            .gives::<Terms>(200, "The terms").row("docef", "yyyyyy yy yyyy yyy");

    /// Publish new terms
    ///
    /// By an administrator. Owners and bidders of suppliers are told. Once the version applies, a
    /// supplier submits no bid before an owner or a bidder has accepted it. Needs authentication within
    /// the last five minutes (see `step_up`).
    post "/v1/terms" publish_terms =
        signed_in().duty(Duty::Terms).takes::<TermsBody>().gives::<Terms>(201, "The version")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// List the accepted terms of an organisation
    ///
    /// Newest version first. For members, administrators and auditors.
    get "/v1/organisations/{id}/terms-acceptances" list_terms_acceptances =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Terms).query::<PageQuery>()
            .gives::<Page<Acceptance>>(200, "A page of acceptances")
            .row("docef", "---yy- yy ---- ---");

    /// Accept the terms for an organisation
    ///
    /// By an owner or a bidder: the version that applies, or an announced one.
    post "/v1/organisations/{id}/terms-acceptances" accept_terms =
        signed_in().takes::<AcceptedVersion>().gives::<Acceptance>(201, "The acceptance")
            .says(409, "The version is already accepted, or another version applies now")
            .row("docef", "---n-- yy ---- ---");
}

async fn list_terms(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"terms")?;
    let found = request.read(move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(TermsSummary::from)))
}

async fn get_terms(request: Request, path: Path<String>) -> Reply {
    let asked =
        Line::<20>::parse(&path.into_inner()).ok().and_then(|word| VersionAsked::parse(&word));
    let asked = asked.ok_or(No::Hidden)?;
    let now = request.at();
    let found = request.read(move |db, actor| reading::read(db, actor, asked, now)).await?;
    Ok(Answer::ok(&found))
}

/// New terms.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TermsBody {
    /// The text of the terms.
    #[schema(example = "Suppliers answer for what they write in a bid.")]
    pub text: Text<40_000>,
    /// The changes in plain words, for the letter to all suppliers.
    #[schema(example = "Prices are published after the standstill.")]
    pub changes: Text<2_000>,
    /// The first version may apply at once, a later one in a week; that is what counts where none
    /// is given.
    #[deserr(default)]
    pub applies_from: Option<Instant>,
}

async fn publish_terms(request: Request, Body(new): Body<TermsBody>) -> Reply {
    let new = NewTerms { text: new.text, changes: new.changes, applies_from: new.applies_from };
    let show = |terms: &Terms| Answer::created(terms, format!("/v1/terms/{}", terms.version));
    request.act(move |tx, call| publishing::publish(tx, call, &new), show).await
}

async fn list_terms_acceptances(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("terms acceptances", id))?;
    let found = request.read(move |db, actor| reading::acceptances(db, actor, id, &page)).await?;
    Ok(Answer::page(&found))
}

/// The version to accept.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AcceptedVersion {
    /// The version of the terms that is accepted.
    #[schema(example = 2)]
    pub version: i32,
}

async fn accept_terms(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(accepted): Body<AcceptedVersion>,
) -> Reply {
    let of = path.into_inner();
    let place = format!("/v1/organisations/{of}/terms-acceptances");
    let show = move |acceptance: &Acceptance| Answer::created(acceptance, place.clone());
    request.act(move |tx, call| acceptance::accept(tx, call, of, accepted.version), show).await
}

//! Verification over HTTP: what administrators decide about organisations, and what organisations
//! answer.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Judgement, Outcome, OwnersAnswer, Reasoned},
    review, suspension,
    views::VerificationView,
};
use crate::{
    http::{Page, prelude::*},
    organisations::{OrganisationView, Stored, created},
    prelude::*,
};

operations! { "organisations":
    /// List organisations that wait for verification
    ///
    /// For administrators, longest wait first.
    get "/v1/verifications" list_verifications =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Verification).query::<PageQuery>()
            .gives::<Page<VerificationView>>(200, "A page of organisations that wait for verification")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Answer a request for more information
    ///
    /// By an owner, when administrators asked for more information or rejected the organisation. The
    /// organisation returns to the queue.
    post "/v1/organisations/{id}/verification/answer" answer_administrators =
        signed_in().takes::<AnswerToAdministrators>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "Nothing was asked of the organisation")
            .row("docef", "------ -- ynnn ---");

    /// Request re-verification of an organisation
    ///
    /// By an administrator who is not a member of the organisation, with a reason that its owners are
    /// told. Running competitions continue; the organisation publishes nothing new until it is verified
    /// again.
    post "/v1/organisations/{id}/reverification" demand_reverification =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification)
            .takes::<ReasonForOrganisation>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "The organisation is not verified, or is already being verified again")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Suspend an organisation
    ///
    /// By an administrator who is not a member of the organisation. No member can act for it; published
    /// opportunities stay readable, deadlines stand, and bids stay sealed. The owners are told the
    /// reason.
    post "/v1/organisations/{id}/suspension" suspend_organisation =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification)
            .takes::<ReasonForOrganisation>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "Already suspended").row("docef", "nnnnyn nn nnnn nnn");

    /// Reinstate an organisation
    ///
    /// By an administrator. The organisation returns to its earlier status; its owners are told.
    delete "/v1/organisations/{id}/suspension" reinstate_organisation =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification)
            .says(204, "The organisation is reinstated").says(409, "Not suspended")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Verify or reject an organisation, or request more information
    ///
    /// By an administrator who is not a member of the organisation. The owners are told. After a
    /// request for more information the organisation leaves the queue until it answers.
    post "/v1/organisations/{id}/verification" verify_organisation =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification).takes::<Finding>()
            .versioned().gives::<OrganisationView>(201, "The organisation as it is now")
            .says(409, "The organisation does not wait for verification")
            .row("docef", "nnnnyn nn nnnn nnn");
}

async fn list_verifications(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = query.page(&"verifications")?;
    let now = request.at();
    let found = request.read(move |db, actor| review::queue(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(|waiting| VerificationView::of(&waiting, now))))
}

/// The answer of an organisation to the administrators.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AnswerToAdministrators {
    /// The answer to the last note of an administrator.
    #[schema(example = "We are the parks trust of the borough; our charity number is 1234567.")]
    pub text: Text<2000>,
}

async fn answer_administrators(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<AnswerToAdministrators>,
) -> Reply {
    let asked = OwnersAnswer { organisation: path.into_inner(), text: body.text };
    request.act(move |tx, call| review::answer(tx, call, &asked), created).await
}

/// The reason of an administrator; the owners are told.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForOrganisation {
    /// The reason of the decision.
    #[schema(example = "The register names another address; we ask you to confirm yours.")]
    pub reason: Text<2000>,
}

async fn demand_reverification(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let asked = Reasoned { organisation: path.into_inner(), reason: body.reason };
    request.act(move |tx, call| review::demand_reverification(tx, call, &asked), created).await
}

async fn suspend_organisation(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(body): Body<ReasonForOrganisation>,
) -> Reply {
    let asked = Reasoned { organisation: path.into_inner(), reason: body.reason };
    request.act(move |tx, call| suspension::suspend(tx, call, &asked), created).await
}

async fn reinstate_organisation(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let reinstate = move |tx: &mut Tx<'_>, call: &Call| suspension::reinstate(tx, call, id);
    request.act(reinstate, |_: &Stored| Answer::done()).await
}

/// An administrator's finding.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Finding {
    /// The result of the verification.
    #[schema(example = "verified")]
    pub outcome: Outcome,
    /// A note to the owners; required unless the outcome is `verified`.
    #[deserr(default)]
    #[schema(example = "Checked against the register of local authorities.")]
    pub note: Option<Text<2000>>,
}

async fn verify_organisation(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(finding): Body<Finding>,
) -> Reply {
    let id = path.into_inner();
    let mut faults = Faults::new();
    if finding.outcome != Outcome::Verified && finding.note.is_none() {
        faults.add("/note", "missing", "say why, or what you want to know");
    }
    faults.none()?;
    let asked = Judgement { organisation: id, outcome: finding.outcome, note: finding.note };
    request.act(move |tx, call| review::verify(tx, call, &asked), created).await
}

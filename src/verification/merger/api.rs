//! Mergers over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    confirmation,
    model::{BothBodies, Merger, MergerAsked},
    proposal,
};
use crate::{http::prelude::*, prelude::*};

operations! { "organisations":
    /// Propose the merger of a public body into another
    ///
    /// By an administrator who is a member of neither body. Another administrator has to confirm it.
    /// The owners of both bodies are told.
    post "/v1/organisations/{id}/merger" propose_merger =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification).takes::<NewMerger>()
            .gives::<Merger>(201, "The proposal")
            .says(409, "The organisations are not two public bodies that can merge")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Get the proposed merger of a public body
    ///
    /// For administrators.
    get "/v1/organisations/{id}/merger" get_merger =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Verification)
            .gives::<Merger>(200, "The proposal").says(409, "There is no proposal")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Withdraw the proposed merger of a public body
    ///
    /// By any administrator.
    delete "/v1/organisations/{id}/merger" withdraw_merger =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification)
            .says(204, "The proposal is withdrawn").says(409, "There is no proposal")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Confirm the merger of a public body into another
    ///
    /// By an administrator other than the one who proposed it, who is a member of neither body.
    /// Members, opportunities, identifiers and mail domains move at once; the old id leads to the
    /// remaining body.
    post "/v1/organisations/{id}/merger/confirmation" confirm_merger =
        signed_in().key(Scope::OrganisationsWrite).duty(Duty::Verification)
            .takes::<MergerConfirmation>().gives::<Merger>(201, "The bodies are merged")
            .says(409, "There is no proposal, or a different one")
            .row("docef", "nnnnyn nn nnnn nnn");
}

/// The remaining body, and the reason for the merger.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMerger {
    /// The public body that remains after the merger.
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
    /// The reason for the merger; the owners of both bodies are told.
    #[schema(example = "The councils are one from 1 April by the order of 2026.")]
    pub reason: Text<2000>,
}

async fn propose_merger(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewMerger>,
) -> Reply {
    let asked = MergerAsked { from: path.into_inner(), into: new.into_id, reason: new.reason };
    let propose = move |tx: &mut Tx<'_>, call: &Call| proposal::propose(tx, call, &asked);
    let show = |merger: &Merger| {
        let location = format!("/v1/organisations/{}/merger", merger.from);
        Answer::created(merger, location)
    };
    request.act(propose, show).await
}

async fn get_merger(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let merger = request.read(move |db, actor| proposal::proposed(db, actor, id)).await?;
    Ok(Answer::ok(&merger))
}

async fn withdraw_merger(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| proposal::withdraw(tx, call, id), |()| Answer::done()).await
}

/// The merger to confirm.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct MergerConfirmation {
    /// The remaining body of the proposal.
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
}

async fn confirm_merger(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(asked): Body<MergerConfirmation>,
) -> Reply {
    let asked = BothBodies { from: path.into_inner(), into: asked.into_id };
    let confirm = move |tx: &mut Tx<'_>, call: &Call| confirmation::confirm(tx, call, &asked);
    let show = |merger: &Merger| {
        let location = format!("/v1/organisations/{}", merger.into);
        Answer::created(merger, location)
    };
    request.act(confirm, show).await
}

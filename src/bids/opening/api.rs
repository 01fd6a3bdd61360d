//! Openings over HTTP.

use actix_web::web::Path;

use super::{
    approve,
    model::Opening,
    views::{self, OpeningView},
};
use crate::{
    audit::Call,
    db::Tx,
    http::{Answer, Reply},
    kernel::Id,
    opportunities::Lot,
};
use crate::{http::prelude::*, prelude::*};

operations! { "bids":
    /// Approve the opening of the bids of a lot
    ///
    /// By an opener, from the deadline plus the opening delay. The second approval, by a different
    /// opener within the window, opens all bids together.
    post "/v1/lots/{id}/opening-approvals" approve_opening =
        signed_in().key(Scope::BidsWrite).gives::<OpeningView>(201, "The state of the opening")
            .says(409, "Too early, or the lot has been opened or cancelled")
            .row("d", "------ -- ----").row("ocef", "nnnnnn nn nnny nnn");
}

async fn approve_opening(request: Request, path: Path<Id<Lot>>) -> Reply {
    let id = path.into_inner();
    let approve = move |tx: &mut Tx<'_>, call: &Call| approve::approve_opening(tx, call, id);
    let show = |opening: &Opening| {
        Answer::created(&views::opening(opening), format!("/v1/lots/{}", opening.lot.id))
    };
    request.act(approve, show).await
}

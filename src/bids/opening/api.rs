//! Openings over HTTP.

use actix_web::web::Path;

use super::{approve::approve_opening as approve, model::Opening};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "bids":
    /// Approve the opening of the bids of a lot
    ///
    /// By an opener, from the deadline plus the opening delay. The second approval, by a different
    /// opener within the window, opens all bids together.
    post "/v1/lots/{id}/opening-approvals" approve_opening =
        signed_in().key(Scope::BidsWrite).gives::<Opening>(201, "The state of the opening")
            .says(409, "Too early, or the lot has been opened or cancelled")
            .row("d", "------ -- ----").row("ocef", "nnnnnn nn nnny nnn");
}

async fn approve_opening(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let show = |made: &Opening| Answer::created(made, format!("/v1/lots/{}", made.lot_id));
    request.act(move |tx, call| approve(tx, call, *lot), show).await
}

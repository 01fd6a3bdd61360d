//! Eligibility over HTTP.

use actix_web::web::Path;
use deserr::Deserr;

use super::{
    ask::{self, EligibilityQuestion},
    model::Eligibility,
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "bids":
    /// Get the eligibility of a supplier for a lot
    ///
    /// For members of the supplier, before or after starting a bid: each condition of the lot, whether
    /// the profile and the status of the supplier meet it now, and the remedy where they do not.
    /// Drafting is always allowed; a submission needs `eligible`, and an award checks again.
    get "/v1/lots/{id}/eligibility" get_eligibility =
        signed_in().key(Scope::BidsRead).query::<EligibilityQuery>()
            .gives::<Eligibility>(200, "All conditions at this moment")
            .says(409, "The lot was imported from open data; suppliers bid where it was published")
            .row("d", "------ -- ----").row("ocef", "---y-- yy ---- ---");
}

/// The supplier in question.
#[derive(Debug, Clone, Copy, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EligibilityQuery {
    /// The id of a supplier of which the caller is a member.
    #[param(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
}

async fn get_eligibility(
    request: Request,
    lot: Path<Id<Lot>>,
    Query(query): Query<EligibilityQuery>,
) -> Reply {
    let asked =
        EligibilityQuestion { lot: *lot, supplier: query.organisation_id, at: request.at() };
    Ok(Answer::ok(&request.read(move |db, actor| ask::read(db, actor, asked)).await?))
}

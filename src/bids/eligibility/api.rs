//! Eligibility over HTTP: why can't I apply?

use actix_web::web::{Data, Path};
use deserr::Deserr;

use super::{
    ask::{self, EligibilityQuestion},
    views::EligibilityView,
};
use crate::{
    access::Organisation,
    app::App,
    audit,
    http::{Answer, Caller, Query, Reply},
    kernel::{Faults, Id},
    opportunities::Lot,
};

/// Who asks.
#[derive(Debug, Clone, Copy, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EligibilityQuery {
    /// The supplier, of which you are a member.
    #[param(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
}

/// Get the eligibility of a supplier for a lot
///
/// For members of the supplier, before or after starting a bid: each condition of the lot, whether
/// the profile and the status of the supplier meet it now, and the remedy where they do not.
/// Drafting is always allowed; a submission needs `eligible`, and an award checks again.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/eligibility",
    operation_id = "get_eligibility",
    tag = "bids",
    params(("id" = String, Path, format = "uuid"), EligibilityQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All conditions at this moment", body = EligibilityView),
        (status = 409, description = "The lot was imported from open data; suppliers bid where it was published"),
    ),
)]
pub async fn get_eligibility(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Query(query): Query<EligibilityQuery>,
) -> Reply {
    let asked = EligibilityQuestion {
        lot: path.into_inner(),
        supplier: query.organisation_id,
        at: caller.asked.at,
    };
    let told = audit::read(&app, caller, move |db, actor| ask::read(db, actor, asked)).await?;
    Ok(Answer::ok(&told))
}

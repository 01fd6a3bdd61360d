//! Interests of suppliers over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::declaring;
use crate::{http::prelude::*, kernel::Theme, prelude::*};

operations! { "organisations":
    /// Get the themes that interest a supplier
    ///
    /// For its members and administrators.
    get "/v1/organisations/{id}/interests" get_interests =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Verification)
            .gives::<Interests>(200, "The themes").row("docef", "---yy- yy ---- ---");

    /// Set the themes that interest a supplier
    ///
    /// Replaces the earlier themes. Owners and bidders get a mail when an opportunity with one of these
    /// themes is published.
    put "/v1/organisations/{id}/interests" declare_interests =
        signed_in().key(Scope::OrganisationsWrite).takes::<Interests>()
            .gives::<Interests>(200, "The themes as they are now")
            .row("docef", "---n-- yy ---- ---");
}

/// The themes that interest a supplier.
#[derive(Debug, Clone, Deserr, Serialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Interests {
    /// The themes of opportunities, at most fifty.
    #[schema(example = json!(["air-quality", "housing-repairs"]))]
    pub themes: Vec<Theme>,
}

async fn get_interests(request: Request, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let themes = request.read(move |db, actor| declaring::read(db, actor, id)).await?;
    Ok(Answer::ok(&Interests { themes }))
}

async fn declare_interests(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<Interests>,
) -> Reply {
    let id = path.into_inner();
    let mut faults = Faults::new();
    if new.themes.len() > 50 {
        faults.add("/themes", "too-many", "give at most fifty themes");
    }
    faults.none()?;
    let declare =
        move |tx: &mut Tx<'_>, call: &Call| declaring::declare_interests(tx, call, id, &new.themes);
    let show = |themes: &Vec<Theme>| Answer::ok(&Interests { themes: themes.clone() });
    request.act(declare, show).await
}

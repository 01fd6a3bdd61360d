//! The confirmation of members over HTTP.

use std::collections::BTreeSet;

use actix_web::web::Path;
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::model::Member, confirming, model::ConfirmationAsked};
use crate::{http::prelude::*, kernel::list_of_ids, prelude::*};

operations! { "organisations":
    /// Confirm members for another year
    ///
    /// By an owner of a public body. A member who was not confirmed for 365 days keeps the membership
    /// but can do nothing with it (`place-unconfirmed`) until an owner confirms it. The owners are
    /// reminded 30, 15, 5 and 1 days before. Needs authentication within the last five minutes (see
    /// `step_up`).
    post "/v1/organisations/{id}/members/confirmation" confirm_members =
        signed_in().takes::<Confirmed>().gives::<ConfirmedMembers>(200, "Confirmed")
            .says(409, "Suppliers do not confirm their members")
            .row("docef", "------ -- ynnn ---");
}

/// The members to confirm.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Confirmed {
    /// The persons to confirm: at least one, at most 500.
    #[schema(schema_with = list_of_ids)]
    pub user_ids: Vec<Id<User>>,
}

impl Confirmed {
    fn parsed(mut self) -> Result<Vec<Id<User>>, Faults> {
        if !(1..=500).contains(&self.user_ids.len()) {
            let mut faults = Faults::new();
            faults.add("/user_ids", "length", "name 1 to 500 members");
            return Err(faults);
        }
        let mut seen = BTreeSet::new();
        self.user_ids.retain(|user| seen.insert(*user));
        Ok(self.user_ids)
    }
}

/// The confirmed members.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfirmedMembers {
    /// The members as they are now.
    pub members: Vec<Member>,
}

async fn confirm_members(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(confirmed): Body<Confirmed>,
) -> Reply {
    let asked = ConfirmationAsked { of: path.into_inner(), users: confirmed.parsed()? };
    let confirm = move |tx: &mut Tx<'_>, call: &Call| confirming::confirm(tx, call, &asked);
    let show = |members: &Vec<Member>| Answer::ok(&ConfirmedMembers { members: members.clone() });
    request.act(confirm, show).await
}

//! Administrators and their duties over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{duties, reading, views::AdministratorView};
use crate::{access::Duties, accounts::model::Account, http::prelude::*, prelude::*};

operations! { "accounts":
    /// List administrators
    ///
    /// The administrators of the platform with their duties. For administrators.
    get "/v1/administrators" list_administrators =
        signed_in().duty(Duty::Administrators).query::<PageQuery>()
            .gives::<Page<AdministratorView>>(200, "A page of administrators")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Change the duties of an administrator
    ///
    /// By another administrator. The administrator is told by letter, and the change counts from the
    /// next request. `If-Match` names the version of the administrator. Needs authentication within the
    /// last five minutes (see `step_up`).
    put "/v1/administrators/{user_id}/duties" change_duties =
        signed_in().duty(Duty::Administrators).if_match().takes::<NewDuties>()
            .versioned().gives::<AdministratorView>(200, "The administrator as they are now")
            .row("docef", "----y- -- ---- ---");
}

async fn list_administrators(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"administrators")?;
    let found = request.read(move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(|account| AdministratorView::from(&account))))
}

/// The new duties of an administrator.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDuties {
    /// An empty list leaves an administrator without any power.
    #[schema(example = json!(["people", "verification"]))]
    pub duties: Vec<Duty>,
}

async fn change_duties(
    request: Request,
    path: Path<Id<User>>,
    Body(new): Body<NewDuties>,
) -> Reply {
    let id = path.into_inner();
    let new = Duties::of(new.duties);
    let show =
        |account: &Account| Answer::ok(&AdministratorView::from(account)).version(account.version);
    request.act(move |tx, call| duties::change(tx, call, id, new.clone()), show).await
}

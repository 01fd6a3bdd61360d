//! Asking to join an organisation over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::super::model::PageOfOrganisation,
    answer::{answer, waiting, withdraw},
    asking::{self, JoinAsked},
    model::{JoinAnswer, JoinRequest},
};
use crate::{
    http::{Page, prelude::*},
    prelude::*,
};

operations! { "organisations":
    /// Request to join an organisation
    ///
    /// The owners are told my name, my address and my message.
    post "/v1/organisations/{id}/join-requests" ask_to_join =
        signed_in().takes::<NewJoinRequest>().gives::<JoinRequest>(201, "The request")
            .says(409, "The caller is a member, has already asked, or was declined recently")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// List requests to join
    ///
    /// Requests that wait for an answer, newest first. For owners.
    get "/v1/organisations/{id}/join-requests" list_join_requests =
        signed_in().key(Scope::OrganisationsRead).query::<PageQuery>()
            .gives::<Page<JoinRequest>>(200, "A page of requests")
            .row("docef", "------ -- ynnn ---");

    /// List my requests to join
    ///
    /// Newest first, with the outcome of each.
    get "/v1/me/join-requests" list_my_join_requests =
        signed_in().query::<PageQuery>().gives::<Page<JoinRequest>>(200, "A page of requests")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// Accept or decline a request to join
    ///
    /// By an owner. The person is told. Needs authentication within the last five minutes (see
    /// `step_up`).
    post "/v1/join-requests/{request_id}/answer" answer_join_request =
        signed_in().takes::<JoinAnswerBody>().gives::<JoinRequest>(201, "The answered request")
            .says(409, "It has already ended").row("docef", "------ -- ynnn ---");

    /// Withdraw a request to join
    ///
    /// By the person who made the request.
    delete "/v1/join-requests/{request_id}" withdraw_join_request =
        signed_in().says(204, "The request is withdrawn").says(409, "It has already ended")
            .row("docef", "y----- -- ---- ---");
}

/// A message to the owners.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewJoinRequest {
    /// The message to the owners.
    #[schema(example = "I am new in your parks team; Ben knows me.")]
    pub message: Text<1_000>,
}

async fn ask_to_join(
    request: Request,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewJoinRequest>,
) -> Reply {
    let of = path.into_inner();
    let asked = JoinAsked { of, message: new.message };
    let ask = move |tx: &mut Tx<'_>, call: &Call| asking::ask(tx, call, &asked);
    let show = |request: &JoinRequest| Answer::created(request, "/v1/me/join-requests");
    request.act(ask, show).await
}

async fn list_join_requests(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = query.page(&("join requests", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = request.read(move |db, actor| waiting(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}

async fn list_my_join_requests(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = query.page(&"my join requests")?;
    let found = request.read(move |db, actor| asking::own(db, actor, &page)).await?;
    Ok(Answer::page(&found))
}

/// The answer to a request to join.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct JoinAnswerBody {
    /// Whether the person becomes a member.
    #[schema(example = true)]
    pub accepted: bool,
    /// The roles of the new member; only where the request is accepted.
    #[deserr(default)]
    #[schema(required = false, example = json!(["author"]))]
    pub roles: Vec<Role>,
    /// The reason; the person is told.
    #[deserr(default)]
    #[schema(example = "Welcome to the team.")]
    pub reason: Option<Text<1_000>>,
}

impl JoinAnswerBody {
    fn parsed(self, request: Id<JoinRequest>) -> Result<JoinAnswer, Faults> {
        if !self.accepted && !self.roles.is_empty() {
            let mut faults = Faults::new();
            faults.add("/roles", "roles", "give no roles where the answer is no");
            return Err(faults);
        }
        let roles = self.accepted.then_some(self.roles);
        Ok(JoinAnswer { request, roles, reason: self.reason })
    }
}

async fn answer_join_request(
    request: Request,
    path: Path<Id<JoinRequest>>,
    Body(body): Body<JoinAnswerBody>,
) -> Reply {
    let said = body.parsed(path.into_inner())?;
    let answer = move |tx: &mut Tx<'_>, call: &Call| answer(tx, call, &said);
    let show = |request: &JoinRequest| {
        let members = format!("/v1/organisations/{}/members", request.organisation);
        Answer::created(request, members)
    };
    request.act(answer, show).await
}

async fn withdraw_join_request(request: Request, path: Path<Id<JoinRequest>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| withdraw(tx, call, id), |()| Answer::done()).await
}

//! Members over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::model::PageOfOrganisation,
    membership::{self, NewRolesOf},
    model::{Member, MemberOf},
};
use crate::{
    http::{Page, prelude::*},
    prelude::*,
};

operations! { "organisations":
    /// List members
    ///
    /// For members, administrators and auditors.
    get "/v1/organisations/{id}/members" list_members =
        signed_in().key(Scope::OrganisationsRead).duty(Duty::Verification).query::<PageQuery>()
            .gives::<Page<Member>>(200, "A page of members")
            .row("docef", "----yy -- yyyy ---");

    /// Change the roles of a member
    ///
    /// By an owner; the last owner keeps that role. `If-Match` names the version of the member.
    patch "/v1/organisations/{id}/members/{user_id}" change_member_roles =
        signed_in().key(Scope::OrganisationsWrite).if_match().takes::<NewRoles>()
            .versioned().gives::<Member>(200, "The member as they are now")
            .says(409, "The last owner keeps the role").row("docef", "------ -- ynnn ---");

    /// Remove a member, or leave
    ///
    /// By an owner, or by the member. The member's work stays with the organisation; the last owner
    /// cannot leave. `If-Match` may name the version of the member.
    delete "/v1/organisations/{id}/members/{user_id}" end_membership =
        signed_in().says(204, "The person is no longer a member")
            .says(409, "The last owner keeps the role").row("docef", "------ -- ynny ---");
}

async fn list_members(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = query.page(&("members", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = request.read(move |db, actor| membership::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}

/// A member's new roles.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewRoles {
    /// All roles of the member, at least one.
    #[schema(example = json!(["owner", "author"]))]
    pub roles: Vec<Role>,
}

async fn change_member_roles(
    request: Request,
    path: Path<(Id<Organisation>, Id<User>)>,
    Body(new): Body<NewRoles>,
) -> Reply {
    let (organisation, user) = path.into_inner();
    let asked = NewRolesOf { member: MemberOf { organisation, user }, roles: new.roles };
    let change = move |tx: &mut Tx<'_>, call: &Call| membership::change_roles(tx, call, &asked);
    let show = |member: &Member| Answer::ok(member).version(member.version);
    request.act(change, show).await
}

async fn end_membership(request: Request, path: Path<(Id<Organisation>, Id<User>)>) -> Reply {
    let (organisation, user) = path.into_inner();
    let asked = MemberOf { organisation, user };
    request.act(move |tx, call| membership::end(tx, call, &asked), |()| Answer::done()).await
}

//! Members over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::model::PageOfOrganisation,
    confirmation, ending, invitations, joining,
    model::{Member, MemberOf},
    reading,
    roles::{self, NewRolesOf},
    views::MemberView,
};
use crate::{
    access::{Organisation, Role, User},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(joining::api::routes)
        .configure(invitations::api::routes)
        .service(web::resource("/v1/organisations/{id}/members").route(web::get().to(list_members)))
        .configure(confirmation::api::routes)
        .service(
            web::resource("/v1/organisations/{id}/members/{user_id}")
                .route(web::patch().to(change_member_roles))
                .route(web::delete().to(end_membership)),
        );
}

/// List members
///
/// For members, administrators and auditors.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/members",
    operation_id = "list_members",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of members", body = Page<MemberView>)),
)]
pub async fn list_members(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("members", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found =
        audit::read(&app, caller, move |db, actor| reading::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|one| MemberView::from(&one))))
}

/// A member's new roles.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewRoles {
    #[schema(example = json!(["owner", "author"]))]
    pub roles: Vec<Role>,
}

/// Change the roles of a member
///
/// By an owner; the last owner keeps that role. `If-Match` names the version of the member.
#[utoipa::path(
    patch,
    path = "/v1/organisations/{id}/members/{user_id}",
    operation_id = "change_member_roles",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("user_id" = String, Path, format = "uuid")),
    request_body(content = NewRoles, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The member as they are now", body = MemberView),
        (status = 409, description = "The last owner keeps the role"),
    ),
)]
pub async fn change_member_roles(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<User>)>,
    _: IfMatch,
    Body(new): Body<NewRoles>,
) -> Reply {
    let (organisation, user) = path.into_inner();
    let asked = NewRolesOf { member: MemberOf { organisation, user }, roles: new.roles };
    let change = move |tx: &mut Tx<'_>, call: &Call| roles::change_roles(tx, call, &asked);
    let show = |member: &Member| Answer::ok(&MemberView::from(member)).version(member.version);
    Ok(audit::act(&app, caller, change, show).await?)
}

/// Remove a member, or leave
///
/// By an owner, or by the member. The member's work stays with the organisation; the last owner
/// cannot leave. `If-Match` may name the version of the member.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/members/{user_id}",
    operation_id = "end_membership",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), ("user_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The person is no longer a member"),
        (status = 409, description = "The last owner keeps the role"),
    ),
)]
pub async fn end_membership(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Organisation>, Id<User>)>,
) -> Reply {
    let (organisation, user) = path.into_inner();
    let asked = MemberOf { organisation, user };
    let end = move |tx: &mut Tx<'_>, call: &Call| ending::end(tx, call, &asked);
    Ok(audit::act(&app, caller, end, |()| Answer::done()).await?)
}

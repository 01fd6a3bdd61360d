//! Capabilities over HTTP.

mod applications;
mod assessments;
mod categories;

use actix_web::web;

use self::{
    applications::{
        apply_for_capability, get_capability_application, list_capability_applications,
        withdraw_capability_application,
    },
    assessments::{assess_capability, list_capabilities_to_assess, revoke_capability},
    categories::{
        edit_capability_category, get_capability_category, list_capability_categories,
        make_capability_category, retire_capability_category,
    },
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/capability-categories")
                .route(web::get().to(list_capability_categories))
                .route(web::post().to(make_capability_category)),
        )
        .service(
            web::resource("/v1/capability-categories/{code}")
                .route(web::get().to(get_capability_category))
                .route(web::patch().to(edit_capability_category)),
        )
        .service(
            web::resource("/v1/capability-categories/{code}/retirement")
                .route(web::post().to(retire_capability_category)),
        )
        .service(
            web::resource("/v1/organisations/{id}/capability-applications")
                .route(web::get().to(list_capability_applications))
                .route(web::post().to(apply_for_capability)),
        )
        .service(
            web::resource("/v1/capability-applications")
                .route(web::get().to(list_capabilities_to_assess)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}")
                .route(web::get().to(get_capability_application))
                .route(web::delete().to(withdraw_capability_application)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}/assessment")
                .route(web::post().to(assess_capability)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}/revocation")
                .route(web::post().to(revoke_capability)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    categories::list_capability_categories,
    categories::make_capability_category,
    categories::get_capability_category,
    categories::edit_capability_category,
    categories::retire_capability_category,
    applications::list_capability_applications,
    applications::apply_for_capability,
    applications::get_capability_application,
    applications::withdraw_capability_application,
    assessments::list_capabilities_to_assess,
    assessments::assess_capability,
    assessments::revoke_capability
))]
pub struct Description;

//! Capabilities over HTTP.

use actix_web::web;

use super::{applications, assessments, categories};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(categories::api::routes)
        .configure(applications::api::routes)
        .configure(assessments::api::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    categories::api::list_capability_categories,
    categories::api::make_capability_category,
    categories::api::get_capability_category,
    categories::api::edit_capability_category,
    categories::api::retire_capability_category,
    applications::api::list_capability_applications,
    applications::api::apply_for_capability,
    applications::api::get_capability_application,
    applications::api::withdraw_capability_application,
    assessments::api::list_capabilities_to_assess,
    assessments::api::assess_capability,
    assessments::api::revoke_capability
))]
pub struct Description;

//! Suppliers over HTTP.

use actix_web::web;

use super::{directory, documents, interests, profile};

pub fn routes(config: &mut web::ServiceConfig) {
    directory::api::routes(config);
    profile::api::routes(config);
    documents::api::routes(config);
    interests::api::routes(config);
}

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        directory::api::list_suppliers,
        directory::api::get_supplier,
        profile::api::get_profile,
        profile::api::edit_profile,
        profile::api::list_statements,
        documents::api::upload_document,
        documents::api::list_documents,
        documents::api::get_document,
        documents::api::get_document_content,
        documents::api::withdraw_document,
        interests::api::get_interests,
        interests::api::declare_interests,
    ),
    components(schemas(directory::SizeAsked, directory::VcseAsked))
)]
pub struct Description;

//! Decisions, summaries and contracts over HTTP.

use actix_web::web;

use super::{contracts::api as contracts, decision::api as decision, summaries::api as summaries};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/decision")
                .route(web::get().to(decision::get_decision))
                .route(web::post().to(decision::propose_decision)),
        )
        .service(
            web::resource("/v1/lots/{id}/decision/approval")
                .route(web::post().to(decision::approve_decision)),
        )
        .service(
            web::resource("/v1/bids/{id}/assessment-summary")
                .route(web::get().to(summaries::get_assessment_summary)),
        )
        .configure(contracts::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    decision::propose_decision,
    decision::get_decision,
    decision::approve_decision,
    summaries::get_assessment_summary,
    contracts::record_contract,
    contracts::list_contracts,
    contracts::get_contract,
    contracts::publish_contract_details
))]
pub struct Description;

//! Panels, marks and the ranking over HTTP.

use actix_web::web;

use super::{
    consensus::api as consensus, declarations::api as declarations, panel::api as panel,
    ranking::api as ranking, scores::api as scores,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/panel")
                .route(web::get().to(panel::get_panel))
                .route(web::post().to(panel::appoint_member)),
        )
        .service(
            web::resource("/v1/lots/{id}/panel/{user_id}")
                .route(web::delete().to(panel::dismiss_member)),
        )
        .service(
            web::resource("/v1/lots/{id}/declarations")
                .route(web::get().to(declarations::list_declarations))
                .route(web::post().to(declarations::declare_interests_in_lot)),
        )
        .service(
            web::resource("/v1/bids/{id}/scores")
                .route(web::get().to(scores::list_scores))
                .route(web::put().to(scores::put_scores)),
        )
        .service(
            web::resource("/v1/lots/{id}/scores/submission")
                .route(web::post().to(scores::submit_scores)),
        )
        .service(
            web::resource("/v1/bids/{id}/consensus")
                .route(web::get().to(consensus::list_consensus))
                .route(web::put().to(consensus::put_consensus)),
        )
        .service(
            web::resource("/v1/lots/{id}/consensus/lock")
                .route(web::post().to(ranking::lock_consensus)),
        )
        .service(web::resource("/v1/lots/{id}/ranking").route(web::get().to(ranking::get_ranking)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    panel::appoint_member,
    panel::get_panel,
    panel::dismiss_member,
    declarations::declare_interests_in_lot,
    declarations::list_declarations,
    scores::put_scores,
    scores::list_scores,
    scores::submit_scores,
    consensus::put_consensus,
    consensus::list_consensus,
    ranking::lock_consensus,
    ranking::get_ranking
))]
pub struct Description;

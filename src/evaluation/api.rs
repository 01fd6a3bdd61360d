//! Panels, marks and the ranking over HTTP.

mod panel;
mod scoring;

use actix_web::web;

pub use panel::*;
pub use scoring::*;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/panel")
                .route(web::get().to(get_panel))
                .route(web::post().to(appoint_member)),
        )
        .service(
            web::resource("/v1/lots/{id}/panel/{user_id}").route(web::delete().to(dismiss_member)),
        )
        .service(
            web::resource("/v1/lots/{id}/declarations")
                .route(web::get().to(list_declarations))
                .route(web::post().to(declare_interests_in_lot)),
        )
        .service(
            web::resource("/v1/bids/{id}/scores")
                .route(web::get().to(list_scores))
                .route(web::put().to(put_scores)),
        )
        .service(
            web::resource("/v1/lots/{id}/scores/submission").route(web::post().to(submit_scores)),
        )
        .service(
            web::resource("/v1/bids/{id}/consensus")
                .route(web::get().to(list_consensus))
                .route(web::put().to(put_consensus)),
        )
        .service(
            web::resource("/v1/lots/{id}/consensus/lock").route(web::post().to(lock_consensus)),
        )
        .service(web::resource("/v1/lots/{id}/ranking").route(web::get().to(get_ranking)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    panel::appoint_member,
    panel::get_panel,
    panel::dismiss_member,
    panel::declare_interests_in_lot,
    panel::list_declarations,
    scoring::put_scores,
    scoring::list_scores,
    scoring::submit_scores,
    scoring::put_consensus,
    scoring::list_consensus,
    scoring::lock_consensus,
    scoring::get_ranking
))]
pub struct Description;

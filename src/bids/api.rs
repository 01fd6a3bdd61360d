//! Bids over HTTP.

use actix_web::web;

use super::{
    drafting::api as drafting, eligibility::api as eligibility, opening::api as opening,
    partners::api as partners, reading::api as reading, submission::api as submission,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/bids")
                .route(web::get().to(reading::list_lot_bids))
                .route(web::post().to(drafting::start_bid)),
        )
        .service(
            web::resource("/v1/lots/{id}/eligibility")
                .route(web::get().to(eligibility::get_eligibility)),
        )
        .service(
            web::resource("/v1/bids/{id}")
                .route(web::get().to(reading::get_bid))
                .route(web::patch().to(drafting::edit_bid)),
        )
        .service(
            web::resource("/v1/bids/{id}/documents/{document_id}/content")
                .route(web::get().to(reading::get_bid_document)),
        )
        .service(
            web::resource("/v1/bids/{id}/submission").route(web::post().to(submission::submit_bid)),
        )
        .service(
            web::resource("/v1/bids/{id}/withdrawal")
                .route(web::post().to(submission::withdraw_bid)),
        )
        .service(
            web::resource("/v1/lots/{id}/opening-approvals")
                .route(web::post().to(opening::approve_opening)),
        )
        .service(
            web::resource("/v1/organisations/{id}/bids")
                .route(web::get().to(reading::list_own_bids)),
        )
        .configure(partners::routes)
        .service(web::resource("/v1/keys").route(web::get().to(submission::list_keys)))
        .service(
            web::resource("/v1/receipts/verification")
                .route(web::post().to(submission::verify_receipt)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    drafting::start_bid,
    reading::list_lot_bids,
    reading::get_bid,
    drafting::edit_bid,
    submission::submit_bid,
    submission::withdraw_bid,
    opening::approve_opening,
    reading::list_own_bids,
    eligibility::get_eligibility,
    partners::invite_bid_partner,
    partners::list_bid_partners,
    partners::list_bid_partnerships,
    partners::answer_bid_partnership,
    partners::end_bid_partnership,
    reading::get_bid_document,
    submission::list_keys,
    submission::verify_receipt
))]
pub struct Description;

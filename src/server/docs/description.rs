//! The part of the API's description that no operation's record has: title, groups, sign-in.

use utoipa::openapi::{
    OpenApi, RefOr,
    security::{Http, HttpAuthScheme, SecurityScheme},
};

use crate::suppliers;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Guildhall",
        description = "Innovation challenges and lightweight procurement for public bodies. Refusals are RFC 9457 problems; `/docs/problems` explains each.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "accounts", description = "People, their sessions and passwords"),
        (name = "organisations", description = "Public bodies, suppliers, their members"),
        (name = "suppliers", description = "Supplier profiles and the directory"),
        (name = "opportunities", description = "Challenges, procurements and their lots"),
        (name = "bids", description = "Bids, their receipts, their opening"),
        (name = "evaluation", description = "Panels, declarations, scores, consensus, ranking"),
        (name = "awards", description = "Decisions and assessment summaries"),
        (name = "inbox", description = "Notifications"),
        (name = "audit", description = "The append-only log"),
        (name = "auditors", description = "Auditor grants and reads"),
        (name = "health", description = "Liveness and readiness"),
    ),
    components(schemas(suppliers::SizeAsked, suppliers::VcseAsked)),
    modifiers(&Bearer),
)]
pub struct Root;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        api.components
            .get_or_insert_default()
            .security_schemes
            .insert("bearer".to_owned(), RefOr::T(bearer));
    }
}

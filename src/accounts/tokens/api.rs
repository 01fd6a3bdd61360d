//! The public halves of the keys that sign access tokens (RFC 7517, RFC 8037).

use actix_web::web::{self, Data};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::views::{TokenKey, TokenKeySet};
use crate::{
    app::{App, KeyUse},
    http::{Answer, Caller, Reply},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/.well-known/jwks.json").route(web::get().to(list_token_keys)));
}

/// List the keys that sign access tokens
///
/// A JSON Web Key Set: the key that signs now, earlier keys whose tokens are still valid, and the
/// next key.
#[utoipa::path(
    get,
    path = "/.well-known/jwks.json",
    operation_id = "list_token_keys",
    tag = "accounts",
    responses((status = 200, description = "The keys", body = TokenKeySet)),
)]
pub async fn list_token_keys(app: Data<App>, caller: Caller) -> Reply {
    let all = app.keys.tokens.all(caller.asked.at, app.config.access_token_life);
    let good = all.into_iter().filter(|(_, used)| *used != KeyUse::Retired);
    let shown = good.map(|(signer, _)| TokenKey {
        kty: "OKP",
        crv: "Ed25519",
        used_for: "sig",
        alg: "EdDSA",
        kid: signer.id().to_owned(),
        x: URL_SAFE_NO_PAD.encode(signer.public().as_bytes()),
    });
    Ok(Answer::ok(&TokenKeySet { keys: shown.collect() }).public(60))
}

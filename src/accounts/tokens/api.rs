//! The public halves of the keys that sign access tokens (RFC 7517, RFC 8037).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::views::{TokenKey, TokenKeySet};
use crate::{app::KeyUse, audit::Request, http::prelude::*};

operations! { "accounts":
    /// List the keys that sign access tokens
    ///
    /// A JSON Web Key Set: the key that signs now, earlier keys whose tokens are still valid, and the
    /// next key.
    get "/.well-known/jwks.json" list_token_keys =
        open().gives::<TokenKeySet>(200, "The keys");
}

async fn list_token_keys(request: Request) -> Reply {
    let all = request.app.keys.tokens.all(request.at(), request.app.config.access_token_life);
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

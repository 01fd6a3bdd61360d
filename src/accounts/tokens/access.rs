//! Access tokens (signed JWTs) and refresh tokens.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Credential, Session},
    app::{App, Proven},
    prelude::*,
};

const AUDIENCE: &str = "guildhall";

const TYPE: &str = "at+jwt";

/// Seconds that two clocks may differ (SAFETY E2).
const LEEWAY: i64 = 5;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
    /// Our tokens carry none; one that is not in force yet is refused all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

/// Signs an access token (`EdDSA`, RFC 8037) for a credential.
pub fn access_token(
    app: &App,
    credential: Credential,
    now: Instant,
) -> Result<(String, i64), Fault> {
    let life = app.config.access_token_life.as_seconds();
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: AUDIENCE.to_owned(),
        sub: credential.user.to_string(),
        sid: credential.session.to_string(),
        iat: now.seconds(),
        exp: now.seconds() + life,
        nbf: None,
    };
    let signer = app.keys.tokens.signing(now, app.config.access_token_life);
    let signer = signer.ok_or_else(|| Fault::corrupt(&"no key signs access tokens"))?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(signer.id().to_owned());
    header.typ = Some(TYPE.to_owned());
    let key = EncodingKey::from_ed_der(&signer.secret_der());
    let token = encode(&header, &claims, &key).map_err(|error| Fault::corrupt(&error))?;
    Ok((token, life))
}

/// The credential of an access token that was issued by this server, for it, and is in force now.
pub fn verify_access(app: &App, token: &str, now: Instant) -> Option<Credential> {
    let Proven { credential, key, begins, ends } =
        app.proven_tokens.get_or(token, || prove(app, token, now))?;
    app.keys.tokens.good(&key, now, app.config.access_token_life)?;
    let in_force = begins <= now.seconds() + LEEWAY && now.seconds() <= ends + LEEWAY;
    in_force.then_some(credential)
}

/// Checks everything about a token but the time.
fn prove(app: &App, token: &str, now: Instant) -> Option<Proven> {
    let header = decode_header(token).ok()?;
    // Only ever a key that we hold in memory, by its id: nothing of a token is a path or a query.
    let signer = app.keys.tokens.good(header.kid.as_deref()?, now, app.config.access_token_life)?;
    let ours = header.alg == Algorithm::EdDSA
        && header.typ.as_deref() == Some(TYPE)
        && header.jku.is_none()
        && header.jwk.is_none()
        && header.x5u.is_none()
        && header.x5c.is_none()
        && header.crit.is_none();
    if !ours {
        return None;
    }
    let mut wanted = Validation::new(Algorithm::EdDSA);
    wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    wanted.set_issuer(&[&app.config.public_url]);
    wanted.set_audience(&[AUDIENCE]);
    // The library reads the machine's clock; ours is injected, so times are judged below.
    wanted.validate_exp = false;
    wanted.validate_nbf = false;
    let x = URL_SAFE_NO_PAD.encode(signer.public().as_bytes());
    let key = DecodingKey::from_ed_components(&x).ok()?;
    let claims = decode::<Claims>(token, &key, &wanted).ok()?.claims;
    let credential =
        Credential { user: claims.sub.parse().ok()?, session: claims.sid.parse().ok()? };
    let begins = claims.nbf.unwrap_or(claims.iat).max(claims.iat);
    Some(Proven { credential, key: signer.id().into(), begins, ends: claims.exp })
}

/// A refresh token names its session, so that one used twice can end it.
pub fn refresh_token(session: Id<Session>, secret: &str) -> String {
    format!("ghr_{session}.{secret}")
}

pub fn split_refresh_token(token: &str) -> Option<(Id<Session>, &str)> {
    let (session, secret) = token.strip_prefix("ghr_")?.split_once('.')?;
    Some((session.parse().ok()?, secret))
}

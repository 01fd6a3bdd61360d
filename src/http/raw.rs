//! Bodies that are files: taken as they are, with what their sender says of them.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header, web::Bytes,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Intake, Refusal};
use crate::kernel::{Problem, kinds};

/// A body as it came.
#[derive(Debug)]
pub struct Raw {
    pub bytes: Bytes,
    /// Its `Content-Type`, as it stands there.
    pub media_type: String,
    /// What its sender says that its SHA-256 is.
    pub digest: Option<[u8; 32]>,
}

impl FromRequest for Raw {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map_err(Refusal::from))
    }
}

fn read(request: &HttpRequest) -> Result<Raw, Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = given.unwrap_or_default().to_owned();
    // Several lines of one header are one list (RFC 9110, 5.3).
    let lines = request.headers().get_all("content-digest").map(|line| line.to_str());
    let lines = lines.collect::<Result<Vec<_>, _>>().map_err(|_cause| unreadable())?;
    let digest = if lines.is_empty() { None } else { Some(content_digest(&lines.join(","))?) };
    let intake = request.extensions().get::<Intake>().cloned();
    let bytes = intake.map(|intake| intake.bytes).unwrap_or_default();
    Ok(Raw { bytes, media_type, digest })
}

fn unreadable() -> Problem {
    let detail = "give Content-Digest as sha-256=:...: with the SHA-256 of the body in base64";
    Problem::new(kinds::BAD_PARAMETER, detail)
}

/// The SHA-256 that a `Content-Digest` names (RFC 9530). Who sends one wants it checked: one that
/// only has other algorithms is refused, not passed over.
pub fn content_digest(value: &str) -> Result<[u8; 32], Problem> {
    let mut found = None;
    for part in value.split(',') {
        let (algorithm, digest) = part.trim().split_once('=').ok_or_else(unreadable)?;
        if algorithm != "sha-256" {
            continue;
        }
        let bare = digest.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
        let bytes = STANDARD.decode(bare.ok_or_else(unreadable)?).map_err(|_cause| unreadable())?;
        let bytes = <[u8; 32]>::try_from(bytes).map_err(|_cause| unreadable())?;
        if found.replace(bytes).is_some_and(|other| other != bytes) {
            return Err(unreadable());
        }
    }
    found.ok_or_else(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_or_refused_and_never_passed_over() {
        let right = format!("sha-256=:{}:", STANDARD.encode([7; 32]));
        assert_eq!(content_digest(&right).unwrap(), [7; 32]);
        assert_eq!(content_digest(&format!("sha-512=:AAAA:, {right}")).unwrap(), [7; 32]);
        let other = format!("{right}, sha-256=:{}:", STANDARD.encode([8; 32]));
        for wrong in
            ["", "sha-256", "sha-256=abc", "sha-256=:abc:", "sha-512=:AAAA:", "md5=:x:", &other]
        {
            assert_eq!(content_digest(wrong).unwrap_err().kind, kinds::BAD_PARAMETER, "{wrong}");
        }
    }
}

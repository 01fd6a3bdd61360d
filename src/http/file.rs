//! Files on their way out: to be saved, never to be shown as a page of ours (SAFETY J4, J5).

use std::fmt::Write as _;

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{self, HeaderName},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::answer::is_known;

/// A file as it is handed out.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub media_type: &'static str,
    /// SHA-256 of the content, in hex.
    pub sha256: String,
    pub content: Vec<u8>,
}

/// The bytes of a file, as the description says it.
#[derive(Debug)]
pub struct FileContent;

impl utoipa::PartialSchema for FileContent {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("A file as it is"))
            .into()
    }
}

impl utoipa::ToSchema for FileContent {
    fn name() -> std::borrow::Cow<'static, str> {
        "FileContent".into()
    }
}

const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

impl Responder for File {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let etag = format!("\"{}\"", self.sha256);
        let known = is_known(request, &etag);
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                "sandbox; default-src 'none'; frame-ancestors 'none'",
            ))
            .insert_header((RESOURCE_POLICY, "same-site"))
            .insert_header((header::CONTENT_DISPOSITION, disposition(&self.name)))
            // These kinds are compressed already; and what is sent is what the digest is of.
            .insert_header((header::CONTENT_ENCODING, "identity"));
        if known {
            return response.finish();
        }
        let digest = hex::decode(&self.sha256).unwrap_or_default();
        response
            .insert_header((CONTENT_DIGEST, format!("sha-256=:{}:", STANDARD.encode(digest))))
            .content_type(self.media_type)
            .body(self.content)
    }
}

/// `Content-Disposition` (RFC 6266): a name in ASCII for old programs, the true one as RFC 8187
/// writes it.
fn disposition(name: &str) -> String {
    let plain = |c: char| {
        let safe = c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '(' | ')');
        if safe { c } else { '_' }
    };
    let ascii: String = name.chars().map(plain).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric()
            || matches!(c, '.' | '-' | '_' | '!' | '#' | '$' | '&' | '+' | '^' | '`' | '|' | '~')
        {
            encoded.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_leave_as_rfc_6266_and_8187_write_them() {
        assert_eq!(
            disposition("Naïve plan \"50 %\"; x=y.pdf"),
            "attachment; filename=\"Na_ve plan _50 ___ x_y.pdf\"; filename*=UTF-8''Na%C3%AFve%20plan%20%2250%20%25%22%3B%20x%3Dy.pdf"
        );
    }

    proptest! {
        /// Whatever a name holds, the header has two parameters, and the second one is the name.
        #[test]
        fn no_name_breaks_out_of_its_header(name in "\\PC{1,60}|[\\x00-\\x7f]{1,60}") {
            let header = disposition(&name);
            prop_assert!(header.chars().all(|c| c.is_ascii() && !c.is_ascii_control()));
            prop_assert_eq!(header.matches('"').count(), 2);
            prop_assert_eq!(header.matches(';').count(), 2);
            let encoded = header.split("UTF-8''").nth(1).unwrap();
            let read: Vec<(String, String)> =
                serde_urlencoded::from_str(&format!("n={}", encoded.replace('+', "%2B").replace('&', "%26"))).unwrap();
            prop_assert_eq!(&read[0].1, &name);
        }
    }
}

//! Response headers in the description, by rule.

use utoipa::openapi::{
    RefOr, Response,
    header::{Header, HeaderBuilder},
    path::Operation as Described,
    schema::{ObjectBuilder, Type},
};

use crate::http::Operation;

/// Adds the headers that an operation's answers carry.
pub fn add(built: &mut Described, operation: &Operation) {
    let limited = !operation.path.starts_with("/health/");
    for (status, response) in &mut built.responses.responses {
        let RefOr::T(response) = response else { continue };
        let succeeds = status.starts_with('2');
        let mut when = |holds: bool, name: &str, about: &str| {
            if holds {
                put(response, name, about);
            }
        };
        when(
            succeeds && operation.versioned,
            "ETag",
            "The version, for `If-Match` and `If-None-Match`",
        );
        when(status == "304", "ETag", "The version, as the caller knows it");
        when(status == "201" || status == "308", "Location", "Where the thing can be read");
        when(limited && (succeeds || status == "429"), "RateLimit", RATE);
        when(status == "429" || status == "503", "Retry-After", "Seconds to wait");
        when(status == "401", "WWW-Authenticate", "`Bearer`");
        let list =
            operation.query.is_some_and(|query| query().iter().any(|one| one.name == "cursor"));
        when(succeeds && list, "Link", "The next page (`rel=\"next\"`), where there is one");
        let file = succeeds && operation.given().any(|given| given.file.is_some());
        when(file, "Content-Disposition", "The name of the file");
    }
}

const RATE: &str = "What is left of the caller's limit, and for how long: `\"person\";r=99;t=6`";

fn put(response: &mut Response, name: &str, about: &str) {
    let header: Header = HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(about))
        .build();
    response.headers.insert(name.to_owned(), RefOr::T(header));
}

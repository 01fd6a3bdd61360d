//! Parameters in the description: of the path, the query and the headers, in this order.

use utoipa::openapi::{
    RefOr, Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Schema, SchemaFormat, Type},
};

use crate::{http::Operation, kernel::PageOf};

pub fn of(operation: &Operation) -> Vec<Parameter> {
    let segments = operation.path.split('/');
    let names = segments.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Parameter> = names.map(|name| in_path(operation, name)).collect();
    if let Some(query) = operation.query {
        all.extend(query().into_iter().map(with_bounds));
    }
    let required = |needed| if needed { Required::True } else { Required::False };
    if operation.if_match {
        let about = "The `ETag` of the version that the caller has seen (else 428); another version now is 412";
        all.push(header("If-Match", about, Required::True, "\"3\""));
    }
    if operation.versioned && !operation.method.writes() {
        let about = "The `ETag` of the version that the caller has: 304 while it is the same";
        all.push(header("If-None-Match", about, Required::False, "\"3\""));
    }
    if operation.method.writes() && !operation.secret {
        let about =
            "New for each act, the same in each retry of it: a retry gets the first answer again";
        all.push(header("Idempotency-Key", about, required(operation.keyed), EXAMPLE_ID));
    }
    if operation.digest {
        let about = "SHA-256 of the body (RFC 9530), which is checked";
        all.push(header(
            "Content-Digest",
            about,
            Required::False,
            "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:",
        ));
    }
    all
}

/// An id where an example is wanted and none is given.
pub const EXAMPLE_ID: &str = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";

fn header(name: &str, about: &str, required: Required, example: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(about))
        .required(required)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .example(Some(example.into()))
        .build()
}

/// A parameter in the path: an id, unless the operation says otherwise.
fn in_path(operation: &Operation, name: &str) -> Parameter {
    let said = operation.parameters().find(|said| said.name == name);
    let about = said.map(|said| said.about.to_owned()).filter(|about| !about.is_empty());
    let about = about.unwrap_or_else(|| format!("Id of the {}", noun(operation.path, name)));
    let example = said.and_then(|said| said.example);
    let text = ObjectBuilder::new().schema_type(Type::String);
    let uuid = Some(SchemaFormat::Custom("uuid".to_owned()));
    let schema = if example.is_some() { text } else { text.format(uuid) };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .description(Some(about))
        .required(Required::True)
        .schema(Some(schema))
        .example(Some(example.unwrap_or(EXAMPLE_ID).into()))
        .build()
}

/// What an id in a path is of: `{document_id}` says it itself, `{id}` is of the collection before it.
fn noun(path: &str, name: &str) -> String {
    if let Some(own) = name.strip_suffix("_id") {
        return own.replace('_', " ");
    }
    let before = path.split_once("/{id}").map_or(path, |(before, _)| before);
    let collection = before.rsplit('/').next().unwrap_or_default().replace('-', " ");
    match collection.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => collection.strip_suffix('s').unwrap_or(&collection).to_owned(),
    }
}

/// What every list takes has one description and its true bounds.
fn with_bounds(mut parameter: Parameter) -> Parameter {
    let about = match parameter.name.as_str() {
        "limit" => {
            let schema = ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(1))
                .maximum(Some(PageOf::MOST))
                .default(Some(PageOf::USUAL.into()));
            parameter.schema = Some(RefOr::T(Schema::Object(schema.build())));
            "How many items a page has at most"
        }
        "cursor" => "The `next` of the page before; only with the same filters",
        _ => return parameter,
    };
    parameter.description = Some(about.to_owned());
    parameter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_its_collection() {
        assert_eq!(noun("/v1/bids/{id}/submission", "id"), "bid");
        assert_eq!(noun("/v1/api-keys/{id}", "id"), "api key");
        assert_eq!(noun("/v1/opportunities/{id}", "id"), "opportunity");
        assert_eq!(noun("/v1/bids/{id}/documents/{document_id}", "document_id"), "document");
    }
}

//! The refusals that every operation shares, added to the description by rule, not by hand.

use std::collections::BTreeSet;

use utoipa::openapi::{
    ContentBuilder, OpenApi, Ref, RefOr,
    path::Operation,
    response::ResponseBuilder,
    schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, Type},
};

/// Adds to each operation the problems that its shape implies, and the shape of a problem.
pub fn standard_responses(api: &mut OpenApi) {
    for item in api.paths.paths.values_mut() {
        for (operation, writes) in [
            (&mut item.get, false),
            (&mut item.post, true),
            (&mut item.put, true),
            (&mut item.patch, true),
            (&mut item.delete, true),
        ] {
            if let Some(operation) = operation {
                implied(operation, writes);
            }
        }
    }
    close_bodies(api);
    let components = api.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), RefOr::T(problem()));
}

/// Bodies take no fields but those described: what [`Body`](super::Body) refuses, the description
/// excludes.
fn close_bodies(api: &mut OpenApi) {
    let mut names = BTreeSet::new();
    for item in api.paths.paths.values() {
        for operation in [&item.post, &item.put, &item.patch].into_iter().flatten() {
            named_in(&operation.request_body, &mut names);
        }
    }
    let Some(components) = api.components.as_mut() else { return };
    let mut to_close: Vec<String> = names.iter().cloned().collect();
    while let Some(name) = to_close.pop() {
        let Some(RefOr::T(schema)) = components.schemas.get_mut(&name) else { continue };
        let mut inner = BTreeSet::new();
        named_in(&*schema, &mut inner);
        to_close.extend(inner.into_iter().filter(|name| names.insert(name.clone())));
        if let Schema::Object(object) = schema
            && !object.properties.is_empty()
        {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// The components that a part of the description refers to.
fn named_in(part: &impl serde::Serialize, into: &mut BTreeSet<String>) {
    let text = serde_json::to_string(part).unwrap_or_default();
    let names = text.split("\"#/components/schemas/").skip(1);
    into.extend(names.filter_map(|rest| rest.split('"').next().map(str::to_owned)));
}

/// RFC 9457, with our members.
fn problem() -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let fault = ObjectBuilder::new()
        .property("pointer", text().description(Some("Where (RFC 6901)")))
        .property("code", text())
        .property("detail", text())
        .required("pointer")
        .required("code")
        .required("detail");
    ObjectBuilder::new()
        .description(Some("RFC 9457: what was refused, and what to do about it"))
        .property("type", text().description(Some("A stable address that explains this kind")))
        .property("title", text())
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .property("detail", text())
        .property("instance", text().description(Some("The id of the request")))
        .property("errors", ArrayBuilder::new().items(fault))
        .required("type")
        .required("title")
        .required("status")
        .required("detail")
        .required("instance")
        .into()
}

fn implied(operation: &mut Operation, writes: bool) {
    let secured = operation.security.as_ref().is_some_and(|s| !s.is_empty());
    // Said, not left out: that anybody may call it is no oversight.
    operation.security.get_or_insert_default();
    let (has_path, has_query) = parameters(operation);
    let has_body = operation.request_body.is_some();
    let mut add = |status: &str, why: &str| {
        let given = operation.responses.responses.entry(status.to_owned());
        let response =
            given.or_insert_with(|| RefOr::T(ResponseBuilder::new().description(why).build()));
        if let RefOr::T(response) = response {
            let shape =
                ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            response
                .content
                .entry("application/problem+json".to_owned())
                .or_insert(RefOr::T(shape));
        }
    };
    add("429", "Too many requests; see Retry-After");
    add("500", "Something broke on our side; it is logged under the id in `instance`");
    add("503", "Too busy, or the database is away; see Retry-After");
    add("401", "No credential where one is needed, or one that is of no use any more");
    if secured {
        add("403", "Known, but not allowed");
    }
    if has_path {
        add("404", "Not there, or not yours to know of");
    }
    if writes || has_query {
        add("400", "The request cannot be read, or a header or parameter is wrong");
    }
    if writes {
        add("408", "The body came too slowly");
        add("412", "Changed since you read it");
        add("413", "The body is too large");
        add("415", "This content is not understood");
    }
    if writes && has_path {
        add("409", "Not in this state, or not yet, or no longer");
        add("428", "If-Match is needed");
    }
    if has_body {
        add("422", "Understood, but not valid; lists every fault");
    }
}

fn parameters(operation: &Operation) -> (bool, bool) {
    use utoipa::openapi::path::ParameterIn;
    let any = |place: &ParameterIn| {
        let all = operation.parameters.as_ref();
        all.is_some_and(|all| {
            all.iter().any(|p| matches!(p, RefOr::T(p) if p.parameter_in == *place))
        })
    };
    (any(&ParameterIn::Path), any(&ParameterIn::Query))
}

//! The refusals that every operation shares, added to the description by rule, not by hand.

use utoipa::openapi::{
    ContentBuilder, OpenApi, Ref, RefOr,
    path::Operation,
    response::ResponseBuilder,
    schema::{ArrayBuilder, ObjectBuilder, Schema, Type},
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
    let components = api.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), RefOr::T(problem()));
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

//! The description of all operations (OpenAPI), written by rule from their records.

mod examples;
mod headers;
mod parameters;
mod problems;

use std::collections::BTreeSet;

use utoipa::openapi::{
    ContentBuilder, OpenApi, Ref, RefOr, Required, Response,
    path::{Operation as Described, OperationBuilder},
    request_body::{RequestBody, RequestBodyBuilder},
    response::ResponseBuilder,
    schema::{AdditionalProperties, Schema},
    security::SecurityRequirement,
};

use super::{
    Method, Openness, Operation,
    operation::{Given, Shape, Taken},
};

/// Describes every operation: its own facts, and what follows from them by rule.
pub fn describe(api: &mut OpenApi, all: &[&'static Operation]) {
    let mut shapes = Vec::new();
    for operation in all {
        let item = api.paths.paths.entry(operation.path.to_owned()).or_default();
        let described = Some(described(operation, &mut shapes));
        match operation.method {
            Method::Get => item.get = described,
            Method::Post => item.post = described,
            Method::Put => item.put = described,
            Method::Patch => item.patch = described,
            Method::Delete => item.delete = described,
        }
    }
    let components = api.components.get_or_insert_default();
    components.schemas.extend(shapes);
    components.schemas.insert("Problem".to_owned(), RefOr::T(problems::problem()));
    close_bodies(api);
    examples::add(api);
}

type Shapes = Vec<(String, RefOr<Schema>)>;

fn described(operation: &Operation, shapes: &mut Shapes) -> Described {
    let lines = operation.doc.iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let lines: Vec<&str> = lines.collect();
    let (summary, rest) = lines.split_first().unwrap_or((&"", &[]));
    let mut description = rest.join("\n").trim().to_owned();
    if let Some(duty) = operation.duty {
        if !description.is_empty() {
            description += "\n\n";
        }
        description = format!("{description}Administrators need the duty `{duty}`.");
    }
    let mut built = OperationBuilder::new()
        .operation_id(Some(operation.id))
        .tag(operation.tag)
        .summary(Some(summary.trim()))
        .description((!description.is_empty()).then_some(description))
        .request_body(operation.taken.map(|taken| taken_body(operation, &taken, shapes)));
    let parameters = parameters::of(operation);
    if !parameters.is_empty() {
        built = built.parameters(Some(parameters));
    }
    for given in operation.given() {
        built = built.response(given.status.to_string(), given_response(given, shapes));
    }
    if operation.versioned && !operation.method.writes() {
        let unchanged = ResponseBuilder::new().description("Unchanged since the version named");
        built = built.response("304", unchanged);
    }
    let mut built = built.build();
    built.security = Some(security(operation));
    problems::add(&mut built, operation);
    headers::add(&mut built, operation);
    built
}

/// None, a bearer or nothing, or a bearer.
fn security(operation: &Operation) -> Vec<SecurityRequirement> {
    let bearer = || SecurityRequirement::new("bearer", Vec::<String>::new());
    match operation.openness {
        Openness::Open => Vec::new(),
        Openness::Public => vec![SecurityRequirement::default(), bearer()],
        Openness::SignedIn => vec![bearer()],
    }
}

/// A reference to a shape, which goes into the components with all its parts.
fn refer(shape: &Shape, shapes: &mut Shapes) -> RefOr<Schema> {
    let name = (shape.name)().into_owned();
    (shape.parts)(shapes);
    let reference = Ref::from_schema_name(&name);
    shapes.push((name, (shape.schema)()));
    RefOr::Ref(reference)
}

fn taken_body(operation: &Operation, taken: &Taken, shapes: &mut Shapes) -> RequestBody {
    let schema = refer(&taken.shape, shapes);
    let json = match operation.method {
        Method::Patch => ["application/merge-patch+json"],
        Method::Get | Method::Post | Method::Put | Method::Delete => ["application/json"],
    };
    let media_types = if taken.files.is_empty() { json.as_slice() } else { taken.files };
    let mut body = RequestBodyBuilder::new();
    for media_type in media_types {
        let content = ContentBuilder::new().schema(Some(schema.clone())).build();
        body = body.content(*media_type, content);
    }
    body.required(Some(Required::True)).build()
}

fn given_response(given: &Given, shapes: &mut Shapes) -> Response {
    let response = ResponseBuilder::new().description(given.about);
    match &given.shape {
        None => response.build(),
        Some(shape) => {
            let content = ContentBuilder::new().schema(Some(refer(shape, shapes))).build();
            response.content(given.file.unwrap_or("application/json"), content).build()
        }
    }
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

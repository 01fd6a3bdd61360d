//! Refusals in the description: their shape (RFC 9457), and those that an operation's facts imply.

use utoipa::openapi::{
    ContentBuilder, Ref, RefOr,
    path::Operation as Described,
    response::ResponseBuilder,
    schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaFormat, Type},
};

use crate::http::{Openness, Operation};

/// RFC 9457, with our members.
pub fn problem() -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let number = || ObjectBuilder::new().schema_type(Type::Integer);
    let instant = || text().format(Some(SchemaFormat::Custom("date-time".to_owned())));
    let id = || text().format(Some(SchemaFormat::Custom("uuid".to_owned())));
    let reasons = || ArrayBuilder::new().items(Ref::from_schema_name("EligibilityReason"));
    let bid = ObjectBuilder::new()
        .property("bid_id", id())
        .property("reasons", reasons())
        .required("bid_id")
        .required("reasons");
    let fault = ObjectBuilder::new()
        .description(Some("One fault of the body or of a parameter"))
        .property("pointer", text().description(Some("Where it is (RFC 6901)")))
        .property("code", text().description(Some("What is wrong, for programs")))
        .property("detail", text().description(Some("What is wrong, for people")))
        .required("pointer")
        .required("code")
        .required("detail");
    ObjectBuilder::new()
        .description(Some("RFC 9457: what was refused, and what to do about it. Some kinds have members of their own, which `/docs/problems` explains."))
        .property("type", text().description(Some("The address of the page that explains this kind")).examples(["/docs/problems/not-found"]))
        .property("title", text().description(Some("The kind, for people")))
        .property("status", number().description(Some("The status of the answer")))
        .property("detail", text().description(Some("What was refused here, for people")))
        .property("instance", text().description(Some("The id of the request, as in `X-Request-Id`")))
        .property("errors", ArrayBuilder::new().items(fault).description(Some("Every fault of a request that is not valid")))
        .property("retry_after", number().description(Some("With 429 and 503: seconds to wait")))
        .property("policy", text().description(Some("With 429: the limit that is used up")))
        .property("submissions_close_at", instant().description(Some("When the lot closes or closed")))
        .property("received_at", instant().description(Some("When the request had arrived whole")))
        .property("opens_from", instant().description(Some("From when the bids can be opened")))
        .property("bid_id", id().description(Some("The bid that there is already")))
        .property("terms_version", number().description(Some("The version of the terms to accept first")))
        .property("organisations", ArrayBuilder::new().items(id()).description(Some("The organisations that this concerns, by id")))
        .property("reasons", reasons().description(Some("With `not-eligible`: each condition that is not met")))
        .property("bids", ArrayBuilder::new().items(bid).description(Some("With `not-eligible` at a decision: each bid with its reasons")))
        .required("type")
        .required("title")
        .required("status")
        .required("detail")
        .required("instance")
        .into()
}

/// Adds the refusals that the facts of an operation imply, and gives every refusal its shape.
pub fn add(built: &mut Described, operation: &Operation) {
    for (status, why) in implied(operation) {
        let given = built.responses.responses.entry(status.to_owned());
        given.or_insert_with(|| RefOr::T(ResponseBuilder::new().description(why).build()));
    }
    for (status, response) in &mut built.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
        {
            let shape = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
            let content = response.content.entry("application/problem+json".to_owned());
            content.or_insert(RefOr::T(shape.build()));
        }
    }
}

/// A status and what it means.
type Implied = (&'static str, &'static str);

fn implied(operation: &Operation) -> Vec<Implied> {
    let has_path = operation.path.contains('{');
    let writes = operation.method.writes();
    let mut all = vec![
        ("429", "Too many requests; see `Retry-After`"),
        ("500", "A failure of the server; it is logged under the id in `instance`"),
        ("503", "The server is too busy, or its database is away; see `Retry-After`"),
    ];
    let mut when = |holds: bool, implied: Implied| {
        if holds {
            all.push(implied);
        }
    };
    when(true, ("401", "No credential where one is needed, or one that is not valid any more"));
    when(operation.openness == Openness::SignedIn, ("403", "The caller is known but not allowed"));
    when(has_path, ("404", "Not there, or hidden from the caller"));
    let parsed = writes || operation.query.is_some();
    when(parsed, ("400", "The request cannot be read, or a header or parameter is wrong"));
    when(writes, ("408", "The body came too slowly"));
    when(writes, ("413", "The body is too large"));
    when(writes, ("415", "The body's media type is not taken"));
    when(writes && has_path, ("409", "Not possible in this state, not yet, or not any more"));
    when(writes, ("412", "Changed since the version that `If-Match` names"));
    when(operation.if_match, ("428", "`If-Match` is missing"));
    when(operation.taken.is_some(), ("422", "The body is not valid; `errors` lists every fault"));
    all
}

//! What each operation asks of an API key, read from the description of all operations.

use utoipa::openapi::{OpenApi, path::Operation};

use crate::{
    access::{Need, Scope},
    http::Needs,
};

/// Operations of members that no program does: they make, enter and leave organisations, or say who
/// an organisation is.
const FOR_PEOPLE: [&str; 20] = [
    "create_organisation",
    "accept_invitation",
    "end_membership",
    "withdraw_invitation",
    "confirm_members",
    "accept_terms",
    "publish_terms",
    "answer_bid_partnership",
    "ask_to_join",
    "list_my_join_requests",
    "answer_join_request",
    "withdraw_join_request",
    "change_identity",
    "answer_administrators",
    "claim_domain",
    "send_domain_letter",
    "prove_domain",
    "withdraw_domain",
    "add_identifier",
    "withdraw_identifier",
];

/// What every operation asks, by method and path.
pub fn needs(api: &OpenApi) -> Needs {
    let all = api.paths.paths.iter().flat_map(|(path, item)| {
        let methods = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        methods.into_iter().filter_map(move |(method, operation)| {
            let operation = operation.as_ref()?;
            Some((format!("{method} {path}"), need(method, operation)))
        })
    });
    Needs::new(all)
}

fn need(method: &str, operation: &Operation) -> Need {
    let id = operation.operation_id.as_deref().unwrap_or_default();
    let open = operation.security.as_ref().is_some_and(Vec::is_empty);
    if id == "get_me" {
        return Need::Nothing;
    }
    if FOR_PEOPLE.contains(&id) {
        return Need::Person;
    }
    let tag = operation.tags.as_ref().and_then(|tags| tags.first()).map(String::as_str);
    let area = match tag.unwrap_or_default() {
        "inbox" => "notifications",
        other => other,
    };
    let act = if method == "GET" { "read" } else { "write" };
    let scope = Scope::parse(&format!("{area}:{act}"));
    if open { Need::Openly(scope) } else { scope.map_or(Need::Person, Need::Scope) }
}

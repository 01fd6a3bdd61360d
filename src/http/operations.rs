//! All operations that are served, found by method and path before any routing.

use std::collections::HashMap;

use actix_web::{
    HttpMessage as _, HttpRequest,
    dev::ServiceRequest,
    web::{self, Data, ServiceConfig},
};

use super::{Method, Operation, operation::UNLISTED};

/// Operations by the segments of their paths.
#[derive(Debug, Default)]
pub struct Operations {
    root: Node,
}

/// What begins with the same segments.
#[derive(Debug, Default)]
struct Node {
    named: HashMap<&'static str, Node>,
    /// What goes on with a parameter.
    any: Option<Box<Node>>,
    here: Vec<&'static Operation>,
}

impl Operations {
    pub fn of(all: impl IntoIterator<Item = &'static Operation>) -> Self {
        let mut found = Self::default();
        for operation in all {
            let mut node = &mut found.root;
            for segment in operation.path.split('/') {
                node = if segment.starts_with('{') {
                    node.any.get_or_insert_default()
                } else {
                    node.named.entry(segment).or_default()
                };
            }
            node.here.push(operation);
        }
        found
    }

    /// The operation that a request asks for. A literal segment goes before a parameter, as in
    /// routing.
    pub fn find(&self, method: &str, path: &str) -> Option<&'static Operation> {
        let here = Self::walk(&self.root, path)?;
        here.iter().copied().find(|operation| operation.method.as_str() == method)
    }

    /// The methods of a path, for `Allow`.
    pub fn methods(&self, path: &str) -> Vec<&'static str> {
        let here = Self::walk(&self.root, path).unwrap_or_default();
        let served = |method: &Method| here.iter().any(|operation| operation.method == *method);
        Method::ALL.into_iter().filter(served).map(Method::as_str).collect()
    }

    fn walk<'n>(node: &'n Node, path: &str) -> Option<&'n [&'static Operation]> {
        let (segment, rest) = path.split_once('/').map_or((path, None), |(s, r)| (s, Some(r)));
        let next = [node.named.get(segment), node.any.as_deref()];
        next.into_iter().flatten().find_map(|node| match rest {
            None => (!node.here.is_empty()).then_some(node.here.as_slice()),
            Some(rest) => Self::walk(node, rest),
        })
    }
}

/// The operation that a request asks for, as the outermost layer found it.
#[derive(Debug, Clone, Copy)]
struct Found(&'static Operation);

/// Leaves the operation that a request asks for in its extensions.
pub fn note_operation(request: &ServiceRequest) {
    let all = request.app_data::<Data<Operations>>();
    let found = all.and_then(|all| all.find(request.method().as_str(), request.path()));
    if let Some(operation) = found {
        request.extensions_mut().insert(Found(operation));
    }
}

/// The operation that a request asks for; one that takes nothing where no operation is asked for.
pub fn operation_of(request: &HttpRequest) -> &'static Operation {
    request.extensions().get::<Found>().map_or(&UNLISTED, |found| found.0)
}

/// Registers operations. They are tried in this order, so what is asked for most is first; the
/// methods of one path are one resource, wherever they come from.
pub fn route(config: &mut ServiceConfig, all: &[&'static Operation]) {
    let mut paths: Vec<&str> = Vec::new();
    for Operation { path, .. } in all {
        if !paths.contains(path) {
            let before = paths.iter().position(|other| takes(other, path));
            paths.insert(before.unwrap_or(paths.len()), path);
        }
    }
    for path in paths {
        let mut resource = web::resource(path);
        for operation in all.iter().filter(|operation| operation.path == path) {
            resource = resource.route((operation.route)());
        }
        config.service(resource);
    }
}

/// Whether a path with parameters would take the requests for another.
fn takes(wide: &str, narrow: &str) -> bool {
    let (wide, narrow) = (wide.split('/'), narrow.split('/'));
    wide.clone().count() == narrow.clone().count()
        && wide.zip(narrow).all(|(wide, narrow)| wide == narrow || wide.starts_with('{'))
}

#[cfg(test)]
mod tests {
    use actix_web::{Route, web};

    use super::*;
    use crate::http::Place;

    const fn at(method: Method, path: &'static str, id: &'static str) -> Operation {
        const fn route() -> fn() -> Route {
            web::get
        }
        Operation::open().at(Place { id, method, path, tag: "x", doc: &[], route: route() })
    }

    static ALL: [Operation; 4] = [
        at(Method::Get, "/v1/bids/{id}", "get_bid"),
        at(Method::Patch, "/v1/bids/{id}", "edit_bid"),
        at(Method::Post, "/v1/bids/{id}/submission", "submit_bid"),
        at(Method::Get, "/v1/bids/new", "get_new"),
    ];

    #[test]
    fn an_operation_is_found_by_method_and_path() {
        let all = Operations::of(&ALL);
        let id = |method, path| all.find(method, path).map(|operation| operation.id);
        assert_eq!(id("GET", "/v1/bids/7"), Some("get_bid"));
        assert_eq!(id("PATCH", "/v1/bids/7"), Some("edit_bid"));
        assert_eq!(id("GET", "/v1/bids/new"), Some("get_new"));
        assert_eq!(id("POST", "/v1/bids/new/submission"), Some("submit_bid"));
        assert_eq!(id("GET", "/v1/bids/7/submission"), None);
        assert_eq!(id("GET", "/v1/bids"), None);
        assert_eq!(id("GET", "/v1/bids/7/submission/x"), None);
        assert_eq!(all.methods("/v1/bids/7"), ["GET", "PATCH"]);
        assert!(all.methods("/nowhere").is_empty());
        assert!(takes("/v1/bids/{id}", "/v1/bids/new") && !takes("/v1/bids/new", "/v1/bids/{id}"));
    }
}

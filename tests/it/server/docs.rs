//! The documentation that the binary serves: whole, without scripts, and with links that lead
//! somewhere.

use std::collections::BTreeSet;

use crate::world::{Client, Told, World};

/// The values of an attribute in a page.
fn all<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

async fn page(world: &World, path: &str) -> Told {
    let told = Client::new(&world.base).get(path).await;
    told.is(200);
    told
}

/// What every page of our own promises: no script, nothing from elsewhere, nobody's frame.
#[track_caller]
fn is_plain(told: &Told) {
    assert_eq!(told.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = told.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script"), "{policy}");
    for word in ["<script", " onclick", "javascript:", "src=", "@import"] {
        assert!(!told.text.contains(word), "{word}");
    }
    for address in all(&told.text, "href") {
        assert!(address.starts_with(['#', '/']) && !address.starts_with("//"), "{address}");
    }
}

#[actix_web::test]
async fn every_operation_and_every_schema_has_a_place() {
    let world = World::sqlite();
    let told = page(&world, "/docs").await;
    is_plain(&told);
    let ids = all(&told.text, "id");
    let places: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), places.len(), "an id stands twice");
    let operations = guildhall::server::operations();
    for operation in &operations {
        assert!(places.contains(operation.id), "{}", operation.id);
        assert!(told.text.contains(&format!("<code>{}</code>", operation.path)));
    }
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        assert!(places.contains(format!("schema-{name}").as_str()), "{name}");
    }
    assert_eq!(told.text.matches("<article").count(), operations.len() + schemas.len());
}

#[actix_web::test]
async fn no_link_dangles() {
    let world = World::sqlite();
    let reference = page(&world, "/docs").await.text;
    let places: BTreeSet<_> = all(&reference, "id").into_iter().collect();
    let mut pages = BTreeSet::new();
    for from in ["/docs", "/docs?q=bid", "/docs/problems", "/docs/problems/stale", "/docs/oidc"] {
        let told = page(&world, from).await;
        for address in all(&told.text, "href") {
            let (path, place) = address.split_once('#').unwrap_or((address, ""));
            if path == "/docs" || path.is_empty() && from == "/docs" {
                assert!(place.is_empty() || places.contains(place), "{from}: {address}");
            }
            pages.insert(path.to_owned());
        }
    }
    for path in pages.iter().filter(|path| !path.is_empty()) {
        page(&world, path).await;
    }
}

/// The contract of an operation stands at its place: bounds, headers, refusals, who may, an example.
#[actix_web::test]
async fn an_operation_is_described_whole() {
    let world = World::sqlite();
    let told = page(&world, "/docs").await;
    let of = |id: &str| {
        let start = format!("<article id=\"{id}\">");
        let (_, rest) = told.text.split_once(start.as_str()).unwrap();
        rest.split("</article>").next().unwrap().to_owned()
    };
    let submit = of("submit_bid");
    for part in [
        "Submit a bid",
        "/v1/bids/{id}/submission",
        "<code>bids:write</code>",
        "Idempotency-Key",
        "#schema-Receipt",
        "#refusal-429",
        "/docs/problems/not-eligible",
        "-X POST",
    ] {
        assert!(submit.contains(part), "{part}: {submit}");
    }
    let create = of("create_opportunity");
    for part in ["#schema-Money", "<i>required</i>", "-d &#39;{"] {
        assert!(create.contains(part), "{part}: {create}");
    }
    assert!(of("list_opportunities").contains("callers who have signed in may see more"));
    assert!(of("change_duties").contains("the duty <code>administrators</code>"));
    assert!(of("schema-Money").contains("Exactly 3 characters."));
    assert!(of("schema-OpportunityKind").contains("<code>challenge</code>"));
}

#[actix_web::test]
async fn the_search_finds_operations_and_schemas() {
    let world = World::sqlite();
    let found = page(&world, "/docs?q=SUBMIT+bid").await;
    is_plain(&found);
    let links = all(&found.text, "href");
    let first = links.iter().find(|link| link.starts_with("/docs#")).unwrap();
    assert_eq!(*first, "/docs#submit_bid");
    found.says("value=\"SUBMIT bid\"");
    page(&world, "/docs?q=ranking").await.says("/docs#get_ranking");
    page(&world, "/docs?q=receipt").await.says("/docs#schema-Receipt");
    let everything = page(&world, "/docs?q=++").await;
    everything.says("<article id=\"submit_bid\">");
}

#[actix_web::test]
async fn a_search_without_results_says_so() {
    let world = World::sqlite();
    let told = page(&world, "/docs?q=%3Cscript%3Exyzzy").await;
    is_plain(&told);
    told.says("No operation and no schema contains “&#60;script&#62;xyzzy”");
    Client::new(&world.base).get("/docs?q=a&q=b").await.is(400);
}

/// The page that sends requests comes whole from this server, and asks no other.
#[actix_web::test]
async fn requests_can_be_tried_without_the_internet() {
    let world = World::sqlite();
    let told = page(&world, "/docs/try").await;
    let policy = told.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(policy.contains("connect-src 'self'"), "{policy}");
    let files = all(&told.text, "src").into_iter();
    let styles = all(&told.text, "href").into_iter().filter(|path| path.contains(".css"));
    let files: Vec<_> = files.chain(styles).collect();
    assert_eq!(files.len(), 3);
    for path in files {
        let file = page(&world, path).await;
        let kind = if path.contains(".css") { "text/css" } else { "text/javascript" };
        assert!(file.header("content-type").unwrap().starts_with(kind), "{path}");
        assert!(file.raw.len() > 100, "{path}");
    }
    Client::new(&world.base).get("/docs/try/index.html").await.refused(404, "not-found");
}

#[actix_web::test]
async fn problems_are_pages() {
    let world = World::sqlite();
    is_plain(&page(&world, "/docs/problems").await);
    let stale = page(&world, "/docs/problems/stale").await;
    is_plain(&stale);
    stale.says("412 stale");
    Client::new(&world.base).get("/docs/problems/none-such").await.refused(404, "not-found");
}

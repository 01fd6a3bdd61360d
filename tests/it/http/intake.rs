//! The room `http`: what is refused before any endpoint sees it.

use std::sync::Arc;

use actix_web::{
    App, HttpRequest, HttpResponse,
    dev::{Payload, Service as _, ServiceResponse},
    error::PayloadError,
    middleware::from_fn,
    test, web,
};
use futures_util::{StreamExt as _, stream};
use guildhall::{
    http::{Caller, Operations, note_operation, take_in},
    kernel::{Clock, Instant, MovingClock},
};

use crate::world::World;

async fn echo(request: HttpRequest) -> HttpResponse {
    let caller = Caller::of(&request).unwrap();
    HttpResponse::Ok().body(caller.asked.at.to_string())
}

/// What the outermost layer answers to `request`, at 1970-01-01T00:00:01Z.
async fn status(request: test::TestRequest) -> (u16, String) {
    answered(request.to_request()).await
}

async fn answered(request: actix_http::Request) -> (u16, String) {
    let clock: Arc<dyn Clock> = Arc::new(MovingClock::starting(Instant::from_micros(1_000_000)));
    let app = App::new()
        .app_data(web::Data::new(clock))
        .app_data(web::Data::new(Operations::of(guildhall::server::operations())))
        .wrap(from_fn(take_in))
        .wrap_fn(|request, next| {
            note_operation(&request);
            next.call(request)
        })
        .default_service(web::to(echo));
    let app = test::init_service(app).await;
    match test::try_call_service(&app, request).await {
        Ok(response) => (response.status().as_u16(), text(response).await),
        Err(error) => {
            let response = error.error_response();
            let status = response.status().as_u16();
            let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        }
    }
}

async fn text(response: ServiceResponse) -> String {
    String::from_utf8(test::read_body(response).await.to_vec()).unwrap()
}

#[actix_web::test]
async fn a_body_within_its_limit_is_taken_in_with_its_instant() {
    let request = test::TestRequest::post().uri("/v1/bids/x/submission");
    let (code, said) = status(request.set_payload(vec![b'x'; 16 * 1024])).await;
    assert_eq!((code, said.as_str()), (200, "1970-01-01T00:00:01Z"));
}

#[actix_web::test]
async fn a_body_past_its_limit_is_refused_by_route() {
    for (uri, most) in [
        ("/v1/bids/x/submission", 16 * 1024),
        ("/v1/users", 64 * 1024),
        ("/v1/opportunities", 1024 * 1024),
        ("/v1/organisations/x/documents", 64 * 1024),
    ] {
        let request = test::TestRequest::post().uri(uri).set_payload(vec![b'x'; most + 1]);
        let (code, said) = status(request).await;
        assert_eq!(code, 413, "{uri}");
        assert!(said.contains(&most.to_string()), "{said}");
    }
}

#[actix_web::test]
async fn a_compressed_request_is_refused_unread() {
    let request =
        test::TestRequest::post().uri("/v1/users").insert_header(("content-encoding", "gzip"));
    let (code, said) = status(request.set_payload("x")).await;
    assert_eq!(code, 415);
    assert!(said.contains("/docs/problems/unsupported-media-type"), "{said}");
}

/// A body of `count` chunks of `size` bytes, one a second.
fn trickle(size: usize, count: usize) -> actix_http::Request {
    let chunks = stream::iter(0..count).then(move |_| async move {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        Ok::<_, PayloadError>(web::Bytes::from(vec![b'x'; size]))
    });
    let request = test::TestRequest::post().uri("/v1/opportunities").to_request();
    request.replace_payload(Payload::Stream { payload: chunks.boxed_local() }).0
}

/// Nobody holds a place for long by sending slowly (SAFETY I2). The clock of the runtime stands
/// still until nothing else is to be done, so no second is waited for.
#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_in_is_cut_off() {
    for (size, count, wanted, seconds) in
        [(1, 600, 408, 10), (1_000, 600, 408, 10), (2_048, 20, 200, 20), (1_100, 600, 408, 60)]
    {
        let began = tokio::time::Instant::now();
        let (code, said) = answered(trickle(size, count)).await;
        assert_eq!((code, began.elapsed().as_secs()), (wanted, seconds), "{size} a second: {said}");
    }
}

/// SAFETY I12, I13: preflights are answered for the configured pages alone, and like every answer.
#[actix_web::test]
async fn a_configured_page_calls_from_a_browser_and_no_other() {
    let world = World::with("allowed_origins = \"https://app.example\"");
    let preflight = async |origin: &str| {
        let client = world.stranger().with("origin", origin);
        let client = client.with("access-control-request-method", "POST");
        let client = client.with("access-control-request-headers", "authorization,content-type");
        client.send("OPTIONS", "/v1/sessions", None).await
    };
    let ours = preflight("https://app.example").await;
    assert_eq!(ours.header("access-control-allow-origin"), Some("https://app.example"));
    assert_eq!(ours.header("x-content-type-options"), Some("nosniff"));
    assert!(ours.header("x-request-id").is_some());
    assert_eq!(preflight("https://evil.example").await.header("access-control-allow-origin"), None);
    let from = |origin: &str| world.stranger().with("origin", origin);
    let read = from("https://app.example").get("/v1/opportunities").await;
    assert_eq!(read.is(200).header("access-control-allow-origin"), Some("https://app.example"));
    assert!(read.header("vary").unwrap().to_lowercase().contains("origin"));
    let refused = from("https://app.example").get("/v1/me").await;
    assert_eq!(refused.is(401).header("access-control-allow-origin"), Some("https://app.example"));
    let foreign = from("https://evil.example").get("/v1/opportunities").await;
    assert_eq!(foreign.header("access-control-allow-origin"), None);

    let closed = World::with("");
    let client = closed.stranger().with("origin", "https://app.example");
    let told = client
        .with("access-control-request-method", "POST")
        .send("OPTIONS", "/v1/sessions", None)
        .await;
    assert_eq!((told.status, told.header("access-control-allow-origin")), (405, None));
}

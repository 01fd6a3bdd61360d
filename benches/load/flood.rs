//! Reads while everybody signs in: hashing must neither hold up readers nor grow the memory.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use crate::{
    Asked,
    client::{get, request},
    drive::{drive, percentile},
    fill::{Filled, credentials, email},
    machine::Memory,
    process::{Installation, Process},
    requests::getters,
};

const SIGNING_IN: usize = 200;
const READING: usize = 4;

pub fn measure(house: &Installation<'_>, filled: &Filled, asked: &Asked) {
    let server = house.serve();
    let one = filled.opportunities.iter().map(|id| get(&format!("/v1/opportunities/{id}")));
    let one: Vec<_> = one.collect();
    let mut readers = getters(&server, &one, READING);
    drive(&mut readers, asked.span() / 4);
    let (calm, _) = drive(&mut readers, asked.span());
    let before = Memory::of(server.id());
    let (flooded, signed_in, refused) = flooded(&server, &mut readers, asked.span() * 2);
    let after = Memory::of(server.id());
    println!(
        "| {READING} connections read | while nobody signs in | while {SIGNING_IN} sign in |\n|---|---|---|\n| reads | {} | {} |\n| p50 ms | {:.2} | {:.2} |\n| p99 ms | {:.2} | {:.2} |\n| resident MiB (peak) | {:.1} ({:.1}) | {:.1} ({:.1}) |\n| signed in, told to come back | | {signed_in}, {refused} |\n",
        calm.len(),
        flooded.len(),
        percentile(&calm, 0.50),
        percentile(&flooded, 0.50),
        percentile(&calm, 0.99),
        percentile(&flooded, 0.99),
        before.resident,
        before.peak,
        after.resident,
        after.peak,
    );
}

/// The readers' times, and how many signed in and were refused meanwhile.
fn flooded(
    server: &Process,
    readers: &mut [impl FnMut() -> bool + Send],
    span: Duration,
) -> (Vec<Duration>, usize, usize) {
    let refused = AtomicUsize::new(0);
    let mut signing_in: Vec<_> = (0..SIGNING_IN)
        .map(|n| {
            let (mut connection, refused) = (server.connect(), &refused);
            let body = credentials(&email(&format!("dear-{n}")));
            // Each from its own address: what one address may try is not what is measured.
            let from = format!("198.51.100.{n}");
            let headers = [("x-forwarded-for", from.as_str())];
            let request = request("POST", "/v1/sessions", &headers, &body);
            move || {
                let signed_in = connection.ask(&request).is_ok_and(|answer| answer.status == 201);
                if !signed_in {
                    refused.fetch_add(1, Ordering::Relaxed);
                    // As `Retry-After` asks for.
                    std::thread::sleep(Duration::from_secs(1));
                }
                signed_in
            }
        })
        .collect();
    std::thread::scope(|scope| {
        let flood = scope.spawn(|| drive(&mut signing_in, span).0.len());
        // The queue fills before the readers are timed.
        std::thread::sleep(span / 8);
        let (times, _) = drive(readers, span * 3 / 4);
        let signed_in = flood.join().unwrap();
        (times, signed_in, refused.load(Ordering::Relaxed))
    })
}

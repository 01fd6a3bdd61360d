//! What an idle server holds in memory, and how soon a started one serves.

use std::time::Duration;

use crate::{
    Asked,
    machine::Memory,
    process::{Installation, Process},
};

const MEMORY_AIM: f64 = 40.0;
const START_AIM: f64 = 300.0;

pub fn measure(house: &Installation<'_>, asked: &Asked) {
    let times = if asked.quick { 3 } else { 9 };
    let full = started(times, || (house.serve(), None));
    let empty = started(times, || {
        let fresh = Installation::empty(house.database);
        (fresh.serve(), Some(fresh))
    });
    let wait = Duration::from_secs(if asked.quick { 2 } else { 6 });
    let server = house.serve();
    std::thread::sleep(wait);
    let memory = Memory::of(server.id());
    println!("| idle | | aim |\n|---|---|---|");
    println!(
        "| resident, {} s after its start (MiB) | {:.1}, of it anonymous {:.1} | {MEMORY_AIM:.0} |",
        wait.as_secs(),
        memory.resident,
        memory.anonymous
    );
    for (name, times) in [("an existing database", full), ("an empty one", empty)] {
        let (middle, slowest) = times;
        println!(
            "| from its start to 200 on {name} (ms, median and slowest) | {middle:.0}, {slowest:.0} | {START_AIM:.0} |"
        );
    }
    println!();
}

/// Median and slowest of so many starts, in milliseconds.
fn started<'c>(
    times: usize,
    start: impl Fn() -> (Process, Option<Installation<'c>>),
) -> (f64, f64) {
    let mut all: Vec<f64> =
        (0..times).map(|_| start().0.ready_after.as_secs_f64() * 1_000.0).collect();
    all.sort_by(f64::total_cmp);
    let at = |n: usize| all.get(n).copied().unwrap_or_default();
    (at(times / 2), at(times - 1))
}

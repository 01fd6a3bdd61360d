//! The load: one thread a connection, each asking again as soon as it is answered.

use std::time::{Duration, Instant};

use crate::machine::{Cpu, Watched};

/// Does one thing over its own connection; `false` when it was refused or broke.
pub trait Client: Send {
    fn step(&mut self) -> bool;
}

impl<F: FnMut() -> bool + Send> Client for F {
    fn step(&mut self) -> bool {
        self()
    }
}

/// What one load cost.
#[derive(Debug, Clone)]
pub struct Measured {
    pub connections: usize,
    pub done: usize,
    pub failed: usize,
    pub seconds: f64,
    pub p50: f64,
    pub p99: f64,
    /// Per thing done, in milliseconds, with the work that it left behind (numbering, mail).
    pub cpu: Cpu,
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        self.done as f64 / self.seconds
    }
}

/// Milliseconds at a rank of sorted times.
pub fn percentile(sorted: &[Duration], rank: f64) -> f64 {
    let place = ((sorted.len() as f64 * rank).ceil() as usize).saturating_sub(1);
    sorted.get(place).map_or(0.0, Duration::as_secs_f64) * 1_000.0
}

/// All clients at once for a span of time; how long each thing took, and how many failed.
pub fn drive(clients: &mut [impl Client], span: Duration) -> (Vec<Duration>, usize) {
    let until = Instant::now() + span;
    let told: Vec<(Vec<Duration>, usize)> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            clients.iter_mut().map(|client| scope.spawn(move || run(client, until))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let failed = told.iter().map(|(_, failed)| failed).sum();
    let mut times: Vec<Duration> = told.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_unstable();
    (times, failed)
}

fn run(client: &mut impl Client, until: Instant) -> (Vec<Duration>, usize) {
    let (mut times, mut failed) = (Vec::new(), 0);
    while Instant::now() < until {
        let begun = Instant::now();
        if client.step() {
            times.push(begun.elapsed());
        } else {
            failed += 1;
            // Nothing left to do, or a server in trouble: neither is helped by asking faster.
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    (times, failed)
}

/// Warms up, waits until that has been digested, then measures.
pub fn measured(clients: &mut [impl Client], span: Duration, watched: Watched) -> Measured {
    drive(clients, span / 6);
    quiet(watched);
    let (before, begun) = (watched.cpu(), Instant::now());
    let (times, failed) = drive(clients, span);
    let seconds = begun.elapsed().as_secs_f64();
    let spent = quiet(watched) - before;
    let each = times.len().max(1) as f64;
    Measured {
        connections: clients.len(),
        done: times.len(),
        failed,
        seconds,
        p50: percentile(&times, 0.50),
        p99: percentile(&times, 0.99),
        cpu: Cpu { server: spent.server / each, database: spent.database / each },
    }
}

/// Waits until the server has nothing left to do (a twentieth of a core, or less); the processor
/// time that it has used until then.
pub fn quiet(watched: Watched) -> Cpu {
    const PAUSE: Duration = Duration::from_millis(300);
    let begun = Instant::now();
    let mut before = watched.cpu();
    loop {
        std::thread::sleep(PAUSE);
        let now = watched.cpu();
        if (now - before).sum() <= PAUSE.as_secs_f64() * 50.0 {
            return now;
        }
        if begun.elapsed() > Duration::from_mins(1) {
            println!("(after a minute the server was still busy: what follows includes it)\n");
            return now;
        }
        before = now;
    }
}

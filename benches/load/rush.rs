//! The last ten seconds before a deadline: suppliers submit over few connections, a third of them
//! are cut off before they hear, and all ask again with the same key until they know.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use guildhall::kernel::{Clock as _, Id, Instant, Period, SystemClock};

use crate::{
    Asked,
    client::{Connection, Person},
    council,
    drive::percentile,
    fill::Filled,
    process::{Installation, Process},
    requests::{change_in_draft, own_bid, signed_in},
    words::Dice,
};

const CONNECTIONS: usize = 50;
/// As many submit before the deadline; the rest of the suppliers come too late.
const IN_TIME: usize = 500;
const RUSH: Period = Period::seconds(10);

/// A supplier with a draft, and when it means to submit it.
struct Bidder {
    person: Person,
    path: String,
    etag: String,
    key: String,
    at: Instant,
    cut: bool,
}

/// What a supplier was told in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Accepted,
    Late,
    Other(u16),
}

/// How it went for one supplier.
struct Story {
    told: Told,
    /// From the first attempt until the supplier knew.
    took: Duration,
    attempts: usize,
}

pub fn measure(house: &Installation<'_>, filled: &Filled, asked: &Asked) {
    let server = house.serve();
    let clock = SystemClock::default();
    let people = signed_in(&server, filled);
    let now = clock.now();
    let ahead = Period::seconds(if asked.quick { 15 } else { 20 });
    let closes_at = Instant::from_micros(now.plus(ahead).seconds() * 1_000_000);
    let lots = council::publish(&mut server.connect(), filled, 1, closes_at);
    let lot = lots.first().unwrap();
    let bidders = drafted(&server, people, lot, closes_at);
    let early = clock.now() < closes_at.minus(RUSH);
    assert!(early, "the drafts took longer than there was time before the rush");
    let stories = rushed(&server, &bidders);
    let seen = looked_up(&server, &bidders, closes_at);
    std::thread::sleep(Duration::from_secs(2));
    let opened = council::opened(&mut server.connect(), filled, lot);
    print(&bidders, &stories, &seen, opened);
}

fn drafted(server: &Process, people: Vec<Person>, lot: &str, closes_at: Instant) -> Vec<Bidder> {
    let mut connection = server.connect();
    let mut dice = Dice::from(50);
    let begin = closes_at.minus(RUSH).micros();
    let bidder = |(n, person): (usize, Person)| {
        let (path, etag) = own_bid(&mut connection, &person, lot);
        let etag = change_in_draft(&mut connection, &person, &path, &etag).unwrap();
        let into = if n < IN_TIME {
            n * 10_000_000 / IN_TIME
        } else {
            // From the first millisecond after the deadline on.
            10_001_000 + (n - IN_TIME) * 20_000
        };
        let at = Instant::from_micros(begin + i64::try_from(into).unwrap());
        let cut = dice.below(3) == 0;
        Bidder { person, path, etag, key: Id::<()>::new().to_string(), at, cut }
    };
    people.into_iter().enumerate().map(bidder).collect()
}

fn rushed(server: &Process, bidders: &[Bidder]) -> Vec<Story> {
    let next = AtomicUsize::new(0);
    let stories = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = server.connect();
                while let Some(bidder) = bidders.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let story = submitted(&mut connection, bidder);
                    stories.lock().unwrap().push(story);
                }
            });
        }
    });
    stories.into_inner().unwrap()
}

/// Submits at its time, and again until the answer is neither silence nor "come back".
fn submitted(connection: &mut Connection, bidder: &Bidder) -> Story {
    let clock = SystemClock::default();
    let wait = bidder.at.micros() - clock.now().micros();
    std::thread::sleep(Duration::from_micros(wait.max(0) as u64));
    let begun = std::time::Instant::now();
    let path = format!("{}/submission", bidder.path);
    let request = bidder.person.act(&path, &bidder.etag, &bidder.key);
    let mut attempts = 0;
    if bidder.cut {
        attempts += 1;
        drop(connection.ask_and_leave(&request));
        std::thread::sleep(Duration::from_millis(20));
    }
    loop {
        attempts += 1;
        let answer = connection.ask(&request);
        let told = match answer {
            Ok(answer) if answer.status == 201 => Some(Told::Accepted),
            Ok(answer) if is_late(answer.status, answer.body) => Some(Told::Late),
            Ok(answer) if answer.status != 503 && answer.status != 429 => {
                Some(Told::Other(answer.status))
            }
            Ok(_) | Err(_) => None,
        };
        if let Some(told) = told {
            return Story { told, took: begun.elapsed(), attempts };
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_late(status: u16, body: &[u8]) -> bool {
    status == 409 && String::from_utf8_lossy(body).contains("deadline")
}

/// What each supplier sees of its own bid afterwards.
struct Seen {
    state: String,
    submissions: i64,
    late: bool,
}

fn looked_up(server: &Process, bidders: &[Bidder], closes_at: Instant) -> BTreeMap<String, Seen> {
    let mut connection = server.connect();
    let look = |bidder: &Bidder| {
        let told = connection.ask(&bidder.person.get(&bidder.path)).unwrap().is(200);
        let submission = &told["submission"];
        let received = submission["received_at"].as_str().map(|at| at.parse::<Instant>().unwrap());
        let seen = Seen {
            state: told["state"].as_str().unwrap().to_owned(),
            submissions: submission["version"].as_i64().unwrap_or(0),
            late: received.is_some_and(|at| at > closes_at),
        };
        (bidder.path.clone(), seen)
    };
    bidders.iter().map(look).collect()
}

fn print(bidders: &[Bidder], stories: &[Story], seen: &BTreeMap<String, Seen>, opened: usize) {
    let count = |told: Told| stories.iter().filter(|story| story.told == told).count();
    let others = stories.iter().filter(|s| matches!(s.told, Told::Other(_))).count();
    let (accepted, late) = (count(Told::Accepted), count(Told::Late));
    let stored = seen.values().filter(|seen| seen.state == "submitted").count();
    let twice = seen.values().filter(|seen| seen.submissions > 1).count();
    let after = seen.values().filter(|seen| seen.late).count();
    let mut took: Vec<Duration> = stories.iter().map(|story| story.took).collect();
    took.sort_unstable();
    let attempts: usize = stories.iter().map(|story| story.attempts).sum();
    let cut = bidders.iter().filter(|bidder| bidder.cut).count();
    println!("| rush of {IN_TIME} suppliers in 10 s over {CONNECTIONS} connections | |\n|---|---|");
    let rows = [
        ("suppliers (the last ones after the deadline)", bidders.len()),
        ("cut off before the answer, and asked again", cut),
        ("requests sent", attempts),
        ("told 201", accepted),
        ("told 409, too late", late),
        ("told anything else", others),
        ("stored as submitted, as each supplier sees it", stored),
        ("of them opened by two officers", opened),
        ("**lost** (told 201, not stored)", accepted.saturating_sub(stored)),
        ("stored and not told", stored.saturating_sub(accepted)),
        ("**accepted late**", after),
        ("**stored twice**", twice),
    ];
    for (name, value) in rows {
        println!("| {name} | {value} |");
    }
    println!(
        "| p50 until a supplier knew (ms, cut ones wait 20 more) | {:.1} |",
        percentile(&took, 0.50)
    );
    println!("| p99 until a supplier knew (ms) | {:.1} |\n", percentile(&took, 0.99));
}

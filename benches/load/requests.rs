//! What a request costs: reads, the list, search, bids, beside the bare handler.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use guildhall::kernel::{Clock as _, Id, Period, SystemClock};

use crate::{
    Asked, bare,
    client::{Connection, Person, get},
    council,
    drive::{Measured, measured},
    fill::{Filled, email},
    machine::{Memory, Watched},
    process::{Database, Installation, Process},
    words,
};

const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// Bids are started once for a supplier and a lot, so the full three requests need many lots: as
/// many as one notice may have, in two of them.
const LOTS: usize = 20;

/// A line of the table: what was asked, and what the issue allows it to cost.
struct Line {
    name: &'static str,
    aim: Option<f64>,
    measured: Measured,
}

pub fn measure(house: &Installation<'_>, filled: &Filled, asked: &Asked) {
    let mut lines = yardstick(asked);
    let server = house.serve();
    let watched = house.watched(&server);
    let before = Memory::of(server.id());
    reads(&mut lines, (house.database, &server, watched), filled, asked);
    bids(&mut lines, (house.database, &server, watched), filled, asked);
    print(&lines);
    let after = Memory::of(server.id());
    println!(
        "Resident memory of the server: {:.1} MiB before this load, {:.1} MiB after it (anonymous {:.1} and {:.1}, peak {:.1}).\n",
        before.resident, after.resident, before.anonymous, after.anonymous, after.peak,
    );
}

fn yardstick(asked: &Asked) -> Vec<Line> {
    let server = bare::start();
    let watched = Watched { server: server.id(), postmaster: None };
    let paths = vec![get("/health/ready")];
    let line = |connections| {
        let mut clients = getters(&server, &paths, connections);
        let measured = measured(&mut clients, asked.span(), watched);
        Line { name: "bare handler", aim: None, measured }
    };
    CONNECTIONS.map(line).into()
}

/// Clients that ask for these in turn, each beginning elsewhere.
pub fn getters(
    server: &Process,
    requests: &[Vec<u8>],
    connections: usize,
) -> Vec<impl FnMut() -> bool + Send> {
    let requests = Arc::new(requests.to_vec());
    let client = |n: usize| {
        let (requests, mut connection) = (Arc::clone(&requests), server.connect());
        let mut next = n * 31;
        move || {
            next += 1;
            let request = requests.get(next % requests.len()).map_or(&[][..], Vec::as_slice);
            connection.ask(request).is_ok_and(|answer| answer.status == 200)
        }
    };
    (0..connections).map(client).collect()
}

fn reads(
    lines: &mut Vec<Line>,
    (database, server, watched): (Database<'_>, &Process, Watched),
    filled: &Filled,
    asked: &Asked,
) {
    let one = filled.opportunities.iter().map(|id| get(&format!("/v1/opportunities/{id}")));
    let person = Person::sign_in(&mut server.connect(), &email("supplier-0"), "");
    let same = filled.opportunities.iter();
    let same = same.map(|id| person.get(&format!("/v1/opportunities/{id}")));
    let search = words::queries().into_iter().map(|q| get(&format!("/v1/opportunities?q={q}")));
    let kinds = [
        ("read one opportunity", database.pick(0.05, 0.13), one.collect::<Vec<_>>()),
        ("the same, signed in", database.pick(0.0575, 0.15), same.collect()),
        ("list 20 of them", database.pick(0.18, 0.30), vec![get("/v1/opportunities")]),
        ("search", database.pick(0.30, 0.50), search.collect()),
    ];
    for (name, aim, requests) in kinds {
        println!("- {name}: {}", size(server, &requests));
        for connections in CONNECTIONS {
            let mut clients = getters(server, &requests, connections);
            let measured = measured(&mut clients, asked.span(), watched);
            lines.push(Line { name, aim: Some(aim), measured });
        }
    }
    println!();
}

/// How large the answers are, and how many items they hold.
fn size(server: &Process, requests: &[Vec<u8>]) -> String {
    let mut connection = server.connect();
    let (mut bytes, mut items) = (0, 0);
    for request in requests {
        let answer = connection.ask(request).unwrap();
        bytes += answer.body.len();
        items += answer.is(200)["items"].as_array().map_or(1, Vec::len);
    }
    let each = |sum: usize| sum as f64 / requests.len() as f64;
    format!("{:.0} bytes and {:.1} items an answer", each(bytes), each(items))
}

fn bids(
    lines: &mut Vec<Line>,
    (database, server, watched): (Database<'_>, &Process, Watched),
    filled: &Filled,
    asked: &Asked,
) {
    let closes_at = SystemClock::default().now().plus(Period::days(30));
    let publish = |_| council::publish(&mut server.connect(), filled, LOTS, closes_at);
    let lots: Arc<Vec<String>> = Arc::new((0..2).flat_map(publish).collect());
    let aim = Some(database.pick(0.8, 1.5));
    for connections in CONNECTIONS {
        let mut bidders = bidders(server, filled, &lots, connections);
        let measured = measured(&mut bidders, asked.span(), watched);
        lines.push(Line { name: "change and submit a bid (2 requests)", aim, measured });
    }
    let next = Arc::new(AtomicUsize::new(0));
    for connections in CONNECTIONS {
        let suppliers: Arc<Vec<Person>> = Arc::new(signed_in(server, filled));
        let mut starters: Vec<_> =
            (0..connections).map(|_| starter(server, &suppliers, &lots, &next)).collect();
        let measured = measured(&mut starters, asked.span(), watched);
        lines.push(Line { name: "start, change, submit a bid (3 requests)", aim, measured });
    }
}

pub fn signed_in(server: &Process, filled: &Filled) -> Vec<Person> {
    let mut connection = server.connect();
    let suppliers = filled.suppliers.iter().enumerate();
    suppliers
        .map(|(n, id)| Person::sign_in(&mut connection, &email(&format!("supplier-{n}")), id))
        .collect()
}

/// Suppliers with a bid for the first lot, which they change and submit again and again.
fn bidders(
    server: &Process,
    filled: &Filled,
    lots: &[String],
    connections: usize,
) -> Vec<impl FnMut() -> bool + Send> {
    let first = lots.first().unwrap();
    let people = signed_in(server, filled).into_iter().take(connections);
    let bidder = |person: Person| {
        let mut connection = server.connect();
        let (path, mut etag) = own_bid(&mut connection, &person, first);
        move || change_and_submit(&mut connection, &person, &path, &mut etag)
    };
    people.map(bidder).collect()
}

/// A new bid for a lot: its path and tag; none when it was refused.
fn start(to: &mut Connection, person: &Person, lot: &str) -> Option<(String, String)> {
    let new = format!(r#"{{"organisation_id":"{}"}}"#, person.organisation);
    let started = to.ask(&person.post(&format!("/v1/lots/{lot}/bids"), &new)).ok()?;
    let id = started.json()["id"].as_str()?.to_owned();
    (started.status == 201).then(|| (format!("/v1/bids/{id}"), started.etag()))
}

/// A supplier's bid for a lot, started when there is none yet: its path and tag.
pub fn own_bid(to: &mut Connection, person: &Person, lot: &str) -> (String, String) {
    if let Some(new) = start(to, person, lot) {
        return new;
    }
    let path = format!("/v1/organisations/{}/bids", person.organisation);
    let own = to.ask(&person.get(&path)).unwrap().is(200);
    let bids = own["items"].as_array().unwrap();
    let bid = bids.iter().find(|bid| bid["lot_id"] == lot).unwrap();
    let path = format!("/v1/bids/{}", bid["id"].as_str().unwrap());
    let read = to.ask(&person.get(&path)).unwrap();
    read.is(200);
    (path, read.etag())
}

/// Changes a draft; the tag of what it is then.
pub fn change_in_draft(
    to: &mut Connection,
    person: &Person,
    path: &str,
    etag: &str,
) -> Option<String> {
    let changed = to.ask(&person.change("PATCH", path, etag, &council::answers())).ok()?;
    (changed.status == 200).then(|| changed.etag())
}

/// The two requests of the issue; the tag is kept for the next time.
fn change_and_submit(to: &mut Connection, person: &Person, path: &str, etag: &mut String) -> bool {
    let Some(changed) = change_in_draft(to, person, path, etag) else { return false };
    *etag = changed;
    let key = Id::<()>::new().to_string();
    match to.ask(&person.act(&format!("{path}/submission"), etag, &key)) {
        Ok(submitted) if submitted.status == 201 => {
            *etag = submitted.etag();
            true
        }
        Ok(_) | Err(_) => false,
    }
}

/// Starts, changes and submits the next bid that nobody has started yet.
fn starter(
    server: &Process,
    suppliers: &Arc<Vec<Person>>,
    lots: &Arc<Vec<String>>,
    next: &Arc<AtomicUsize>,
) -> impl FnMut() -> bool + Send + use<> {
    let (suppliers, lots, next) = (Arc::clone(suppliers), Arc::clone(lots), Arc::clone(next));
    let mut connection = server.connect();
    move || {
        let n = next.fetch_add(1, Ordering::Relaxed);
        // The first lot has bids already.
        let (Some(person), Some(lot)) =
            (suppliers.get(n % suppliers.len()), lots.get(1 + n / suppliers.len()))
        else {
            return false;
        };
        start(&mut connection, person, lot).is_some_and(|(path, mut etag)| {
            change_and_submit(&mut connection, person, &path, &mut etag)
        })
    }
}

fn print(lines: &[Line]) {
    println!(
        "| what | connections | a second | p50 ms | p99 ms | CPU ms each | of it database | x bare | aim | failed |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    let bare = |connections: usize| {
        let same = lines.iter().find(|l| l.aim.is_none() && l.measured.connections == connections);
        same.map_or(f64::NAN, |line| line.measured.cpu.sum())
    };
    for Line { name, aim, measured: m } in lines {
        let aim = aim.map_or_else(String::new, |aim| format!("{aim:.2}"));
        println!(
            "| {name} | {} | {:.0} | {:.2} | {:.2} | {:.3} | {:.3} | {:.1} | {aim} | {} |",
            m.connections,
            m.per_second(),
            m.p50,
            m.p99,
            m.cpu.sum(),
            m.cpu.database,
            m.cpu.sum() / bare(m.connections),
            m.failed,
        );
    }
    println!();
}

//! Whether a list costs the same when there is a hundred times as much to list from.

use diesel::connection::SimpleConnection as _;

use crate::{
    Asked,
    client::get,
    drive::{Measured, measured},
    fill::{self, Wanted},
    process::{Database, Installation, Process},
    requests::getters,
    words,
};

const FEW: usize = 1_000;
const TIMES: usize = 100;
const AIM: f64 = 1.3;
/// The two installations are measured in turn, so that a busy minute of the machine hits both.
const ROUNDS: usize = 3;
const CONNECTIONS: usize = 4;

pub fn measure(database: Database<'_>, asked: &Asked) {
    let wanted = Wanted { notices: FEW, suppliers: 0, dear_people: 0 };
    let (few, many) = (Installation::empty(database), Installation::empty(database));
    fill::fill(&few, &wanted);
    fill::fill(&many, &wanted);
    fill::apart(|| multiply(&many));
    let (few_server, many_server) = (few.serve(), many.serve());
    let list = vec![get("/v1/opportunities")];
    let search: Vec<_> =
        words::queries().iter().map(|q| get(&format!("/v1/opportunities?q={q}"))).collect();
    println!(
        "| {CONNECTIONS} connections | CPU ms with {FEW} | CPU ms with {} | ratio | aim | p99 ms | p99 ms |\n|---|---|---|---|---|---|---|",
        FEW * TIMES
    );
    for (name, requests, aim) in [("list of 20", &list, Some(AIM)), ("search", &search, None)] {
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            small.push(ask(&few, &few_server, requests, asked));
            large.push(ask(&many, &many_server, requests, asked));
        }
        let (small, large) = (middle(small), middle(large));
        println!(
            "| {name} | {:.3} | {:.3} | {:.2} | {} | {:.2} | {:.2} |",
            small.cpu.sum(),
            large.cpu.sum(),
            large.cpu.sum() / small.cpu.sum(),
            aim.map_or_else(String::new, |aim| format!("{aim:.1}")),
            small.p99,
            large.p99,
        );
    }
    println!();
}

fn ask(
    house: &Installation<'_>,
    server: &Process,
    requests: &[Vec<u8>],
    asked: &Asked,
) -> Measured {
    measured(&mut getters(server, requests, CONNECTIONS), asked.span(), house.watched(server))
}

/// The round whose cost is in the middle.
fn middle(mut rounds: Vec<Measured>) -> Measured {
    rounds.sort_by(|one, other| one.cpu.sum().total_cmp(&other.cpu.sum()));
    rounds.swap_remove(rounds.len() / 2)
}

/// Copies every notice, with its lots and codes, until there is `TIMES` as much. Importing so many
/// one by one would take longer than everything else.
fn multiply(house: &Installation<'_>) {
    let app = fill::open(house);
    let statements = copying(house.database);
    let postgres = !app.pool.is_sqlite();
    let written = app.pool.write_here(move |tx| {
        if postgres {
            tx.db().batch_execute("set local statement_timeout = 0")?;
        }
        for statement in &statements {
            tx.db().batch_execute(statement)?;
        }
        Ok(())
    });
    written.unwrap();
    fill::settle(&app);
}

/// Ids count up in their last 12 digits; a copy is older than its original by minutes.
fn copying(database: Database<'_>) -> [String; 3] {
    let number = "o.number * 1000 + copies.n";
    let digits = match database {
        Database::Sqlite => format!("printf('%012x', {number})"),
        Database::Postgres(_) => format!("lpad(to_hex({number}), 12, '0')"),
    };
    let id = |of: &str| format!("substr({of}.id, 1, 24) || {digits}");
    let copies = format!(
        "with recursive copies(n) as (select 1 union all select n + 1 from copies where n < {})",
        TIMES - 1
    );
    let originals = "o.ocid not like 'ocds-bench1-%-%'";
    let (own, lot) = (id("o"), id("l"));
    [
        format!(
            "insert into opportunities (id, organisation_id, buyer_name, kind, state, title, summary, description, cpv, regions, themes, route, challenge, ocid, imported, published_at, closes_at, created_at, updated_at, source_url)
             {copies} select {own}, o.organisation_id, o.buyer_name, o.kind, o.state, o.title, o.summary, o.description, o.cpv, o.regions, o.themes, o.route, o.challenge, o.ocid || '-' || copies.n, o.imported, o.published_at - copies.n * 1000000, o.closes_at, o.created_at, o.updated_at, o.source_url
             from opportunities o cross join copies where {originals}"
        ),
        format!(
            "insert into lots (id, opportunity_id, position, state, title, description, value_minor, currency, submissions_close_at, questions, criteria)
             {copies} select {lot}, {own}, l.position, l.state, l.title, l.description, l.value_minor, l.currency, l.submissions_close_at, l.questions, l.criteria
             from opportunities o join lots l on l.opportunity_id = o.id cross join copies where {originals}"
        ),
        format!(
            "insert into opportunity_codes (scheme, code, published_at, opportunity_id)
             {copies} select c.scheme, c.code, c.published_at - copies.n * 1000000, {own}
             from opportunities o join opportunity_codes c on c.opportunity_id = o.id cross join copies where {originals}"
        ),
    ]
}

//! Who gets how far: every operation, asked by everybody, in every state of a lot, held against the
//! table that the code declares (`access::matrix`), so that a change of a rule is a change of the
//! table, which people read (SAFETY D1).

pub mod bodies;
mod duties;
pub mod operations;
pub mod people;
pub mod subjects;

use std::collections::BTreeMap;

use guildhall::access::matrix::{self, Cell};
use serde_json::json;

use self::{
    bodies::body,
    operations::{OWN, Operation, ask, nowhere, operations},
    people::Cast,
    subjects::Subjects,
};
use crate::{
    story,
    world::{
        Told, World,
        judging::marks,
        notices::{lot_id, procurement},
    },
};

fn verdict(told: &Told) -> Cell {
    match told.status {
        403 => Cell::No,
        404 => Cell::Hidden,
        401 | 405 => panic!("not asked as anybody, or not served: {}", told.text),
        _ => Cell::Yes,
    }
}

/// What everybody was answered, by operation.
type Table = BTreeMap<String, Vec<(&'static str, Cell)>>;

/// Asks for every operation as everybody. Counts the 404: each is the same, word for word, as about
/// an id that names nothing (SAFETY D2).
async fn sweep(cast: &Cast<'_>, subjects: &Subjects) -> (Table, usize) {
    let mut table = Table::new();
    let mut hidden = 0;
    for operation in operations().into_iter().filter(|one| !OWN.contains(&one.id.as_str())) {
        let body = operation.has_body.then(|| body(&operation.id, cast, subjects).to_string());
        for (name, person) in cast.everybody() {
            let Some(path) = cast.path(&operation, subjects).await else { break };
            let told = ask(person, &operation, &path, body.clone()).await;
            table.entry(operation.id.clone()).or_default().push((name, verdict(&told)));
            outsiders_do_nothing(name, &operation, &told);
            if told.status < 300 {
                subjects.gone(&operation);
            }
            if told.status == 404 {
                let (_, query) = path.split_once('?').unwrap_or_default();
                let nowhere = format!("{}?{query}", nowhere(&operation.path));
                let nothing = ask(person, &operation, &nowhere, body.clone()).await;
                assert_eq!(nothing.status, 404, "{} as {name}", operation.id);
                assert_eq!(nothing["detail"], told["detail"], "{} as {name}", operation.id);
                hidden += 1;
            }
        }
    }
    (table, hidden)
}

/// What outsiders may do all the same, on what is their own.
const OUTSIDERS_OWN: &[(&str, &[&str])] = &[
    (
        "somebody other body rival",
        &[
            "create_organisation",
            "accept_invitation",
            "list_notifications",
            "list_sessions",
            "end_other_sessions",
            "list_second_factors",
            "list_my_join_requests",
            "list_contracts",
        ],
    ),
    ("somebody", &["end_own_session", "withdraw_join_request"]),
    ("rival", &["end_bid_partnership"]),
];

fn outsiders_do_nothing(name: &str, operation: &Operation, told: &Told) {
    let own = OUTSIDERS_OWN
        .iter()
        .any(|(names, all)| names.contains(name) && all.contains(&operation.id.as_str()));
    let read = operation.method == "GET" && operation.id.starts_with("get_");
    if ["somebody", "other body", "rival"].contains(&name) && !own && !read {
        assert!(told.status >= 400, "{} as {name}: {}", operation.id, told.text);
    }
}

/// The letters of what was answered, by operation and state.
type Found = BTreeMap<String, BTreeMap<char, String>>;

fn note(found: &mut Found, state: char, table: &Table) {
    for (operation, row) in table {
        let names: Vec<&str> = row.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, matrix::PEOPLE[..names.len()]);
        let letters = row.iter().map(|(_, cell)| cell.letter()).collect();
        found.entry(operation.clone()).or_default().insert(state, letters);
    }
}

/// Every row has a cell for each person, in states that there are.
#[test]
fn rows_are_whole() {
    for record in guildhall::server::operations() {
        for (row, state) in record.rows().flat_map(|row| row.states.chars().map(move |s| (row, s)))
        {
            assert!(matrix::STATES.iter().any(|(letter, _)| *letter == state), "{}", record.id);
            let people = matrix::PEOPLE.len() - if state == 'd' { 3 } else { 0 };
            assert_eq!(row.in_state(state).unwrap().len(), people, "{} in {state}", record.id);
        }
    }
}

/// The declared table is what the server answers, cell by cell. Returns how many cells.
fn is_as_declared(found: &Found) -> usize {
    let declared = guildhall::server::operations();
    let cells = |operation: &str, state: char| -> String {
        let record = declared.iter().find(|record| record.id == operation);
        let row = record.and_then(|record| record.rows().find_map(|row| row.in_state(state)));
        row.unwrap_or_default().into_iter().map(Cell::letter).collect()
    };
    let mut wrong = Vec::new();
    for (operation, states) in found {
        let every = matrix::STATES.iter().all(|(state, _)| {
            states.get(state).cloned().unwrap_or_default() == cells(operation, *state)
        });
        if !every {
            let rows: Vec<String> = states
                .iter()
                .map(|(state, cells)| format!(".row(\"{state}\", \"{cells}\")"))
                .collect();
            wrong.push(format!("{operation}: {}", rows.concat()));
        }
    }
    let never = |states: &&BTreeMap<char, String>| !states.values().any(|row| row.contains('y'));
    let dead: Vec<_> =
        found.iter().filter(|(_, states)| never(states)).map(|(operation, _)| operation).collect();
    assert!(dead.is_empty(), "nobody may do these in any state; give them a subject: {dead:?}");
    let with_rows = declared.iter().filter(|record| record.rows().count() > 0);
    let stale: Vec<_> =
        with_rows.filter(|record| !found.contains_key(record.id)).map(|record| record.id).collect();
    assert!(
        wrong.is_empty() && stale.is_empty(),
        "the records say otherwise than the server, which answers:\n{}\nnot asked: {stale:?}",
        wrong.join("\n")
    );
    found.values().flat_map(BTreeMap::values).map(String::len).sum()
}

/// Takes a lot with one bid from one state to the next.
struct Progress<'w> {
    world: &'w World,
    cast: Cast<'w>,
    subjects: Subjects,
    /// The path of Otter's bid.
    bid: String,
}

impl<'w> Progress<'w> {
    async fn opened(world: &'w World, mut cast: Cast<'w>) -> Self {
        let published = cast.camden.publishes(procurement(&cast.camden.id)).await;
        let lot = lot_id(&published, 0);
        let (bid, _) = cast.otter.submits(&lot, "t", "1.00").await;
        cast.panel = Some(world.panel(&cast.camden, &lot).await);
        let subjects = Subjects {
            bid: bid.rsplit('/').next().map(str::to_owned),
            partnership: Some(cast.rival_asks(&lot).await),
            ..Subjects::of(published.id(), lot)
        };
        Self { world, cast, subjects, bid }
    }

    async fn reaches(&mut self, state: char) {
        let lot = self.subjects.lot.clone();
        let panel = self.cast.panel.as_ref().unwrap();
        match state {
            'o' => {}
            'c' => self.world.at("2026-10-01T12:00:01Z"),
            'e' => {
                self.world.past_the_deadline();
                self.cast.camden.opens(&lot).await;
                panel.declares().await;
            }
            _ => {
                panel.marks(&self.bid, &marks("8", "5", "1")).await;
                panel.submits().await;
                panel.agrees(&self.bid, &marks("8", "5", "1")).await;
                panel.locks().await;
                let bid = self.subjects.bid.clone().unwrap();
                let award = json!({ "outcome": "award", "bid_ids": [bid], "reason": "The best." });
                panel.chair.post(&format!("/v1/lots/{lot}/decision"), award).await.is(201);
                let approval = format!("/v1/lots/{lot}/decision/approval");
                self.cast.camden.approver.post(&approval, json!({})).await.is(201);
                self.subjects.contract = Some(self.cast.signs(&lot, &bid).await);
            }
        }
        // Another day: what could be taken back may have run out.
        self.subjects.claim.take();
        self.subjects.invitation.take();
    }
}

story! {
    async fn everybody_asks_for_everything_in_every_state(world) {
        let cast = Cast::of(&world).await;
        let mut found = Found::new();
        let draft = cast.camden.drafts(procurement(&cast.camden.id)).await;
        let (table, mut hidden) = sweep(&cast, &Subjects::of(draft.id(), lot_id(&draft, 0))).await;
        note(&mut found, 'd', &table);
        let mut progress = Progress::opened(&world, cast).await;
        for state in ['o', 'c', 'e', 'f'] {
            progress.reaches(state).await;
            let (table, told_nothing) = sweep(&progress.cast, &progress.subjects).await;
            note(&mut found, state, &table);
            hidden += told_nothing;
        }
        let cells = is_as_declared(&found);
        println!("{cells} cells as declared; told nothing {hidden} times, apart from a random id 0 times");
    }
}

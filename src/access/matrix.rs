//! Who may do what: one table, declared here, printed as `docs/printed/access.md`, and held against
//! what the server answers to everybody, in every state of a lot, cell by cell
//! (`tests/it/access/matrix.rs`). An operation without a row does not pass (SAFETY D1).
//!
//! A row names states by letter and gives a letter for each of [`PEOPLE`]: `y` the rule allows it
//! (the state of the thing may still not), `n` is 403, `-` is 404, as for an id that names nothing.
//! A draft has no panel yet: there the last three say nothing.

/// Everybody who could ask, by what they are to the lot: outsiders, then its bidder's people, then
/// the buyer's, then the panel.
pub const PEOPLE: [&str; 15] = [
    "somebody",
    "other body",
    "rival",
    "its viewer",
    "administrator",
    "auditor",
    "its bidder",
    "its owner",
    "owner",
    "author",
    "approver",
    "opener",
    "observer",
    "evaluator",
    "chair",
];

/// The states of a lot in which everybody is asked, with the letters by which rows name them.
pub const STATES: [(char, &str); 5] = [
    ('d', "A draft"),
    ('o', "Open, with a bid under seal"),
    ('c', "Closed, not opened yet"),
    ('e', "In evaluation"),
    ('f', "Decided"),
];

/// How an answer begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Yes,
    No,
    Hidden,
}

impl Cell {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Hidden => "hidden",
        }
    }

    /// As rows write it.
    pub const fn letter(self) -> char {
        match self {
            Self::Yes => 'y',
            Self::No => 'n',
            Self::Hidden => '-',
        }
    }

    fn parse(letter: char) -> Option<Self> {
        [Self::Yes, Self::No, Self::Hidden].into_iter().find(|cell| cell.letter() == letter)
    }
}

/// The cells of an operation, for the states that it names by letter.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub states: &'static str,
    pub cells: &'static str,
}

impl Row {
    /// The cells in a state, in the order of [`PEOPLE`]; none where the row is of other states.
    pub fn in_state(self, state: char) -> Option<Vec<Cell>> {
        let people = if state == 'd' { PEOPLE.len() - 3 } else { PEOPLE.len() };
        let cells = || self.cells.chars().filter_map(Cell::parse).take(people).collect();
        self.states.contains(state).then(cells)
    }
}

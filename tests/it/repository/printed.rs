//! Pages under `docs/printed` that the code writes: what stands there is what the code does.

use std::{fmt::Write as _, path::Path};

/// Compares a page with the committed one; `PRINT=1` writes it anew instead.
pub fn is_as_committed(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/printed").join(name);
    if std::env::var_os("PRINT").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(page.lines()).find(|(one, other)| one != other);
    assert!(
        committed == page,
        "{} is not what the code does (first: {differs:?}); see the change with: PRINT=1 cargo test",
        path.display()
    );
}

#[test]
fn problems_are_explained() {
    use guildhall::kernel::kinds;
    let mut page = "# Problems\n\nPrinted from `kernel::kinds`. Each is also served at `/docs/problems/{slug}`.\n\n| status | type | title | what to do |\n|---|---|---|---|\n".to_owned();
    for kind in kinds::ALL {
        let guildhall::kernel::Kind { status, slug, title, advice } = kind;
        let _ = writeln!(page, "| {status} | `/docs/problems/{slug}` | {title} | {advice} |");
    }
    is_as_committed("problems.md", &page);
}

#[test]
fn settings_are_listed() {
    let config = guildhall::app::Config::read("", |_| None).unwrap();
    let mut page = "# Settings\n\nPrinted from `app::Config`: each setting with its default, as `guildhall config` shows it. In `guildhall.toml` they go by the same name in lower case, without `GUILDHALL_`.\n\n```\n".to_owned();
    page += &config.printed();
    page += "```\n";
    is_as_committed("settings.md", &page);
}

#[test]
fn who_may_do_what_is_printed() {
    use guildhall::access::matrix::{Cell, PEOPLE, STATES};
    let mut operations = guildhall::server::operations();
    operations.sort_by_key(|operation| operation.id);
    let mut page = "# Who may do what\n\nPrinted from the records of the operations; `access::matrix::everybody_asks_for_everything_in_every_state` holds it against what the server answers, cell by cell.\n`yes`: the rule allows it (the state of the thing may still not). `no`: 403. `hidden`: 404, the same as for an id that names nothing.\nCamden is the public body that buys, Otter the supplier that bids (`its`); the panel belongs to the lot; the auditor has a grant for Camden. Somebody has asked to join Camden, and the session is theirs; the rival leads another bid, in which Otter is asked to be a partner; the API key is the author's; another approver recorded the contract; accounts, holds and duties are those of people who ask for nothing here. Without credentials every operation here answers 401 but the public reads.\n".to_owned();
    for (state, title) in STATES {
        let people = if state == 'd' { &PEOPLE[..12] } else { &PEOPLE[..] };
        let _ = write!(page, "\n## {title}\n\n| operation | {} |\n", people.join(" | "));
        let _ = writeln!(page, "|---|{}", "---|".repeat(people.len()));
        for operation in &operations {
            let row = operation.rows().find_map(|row| row.in_state(state));
            let (Some(row), operation) = (row, operation.id) else { continue };
            let cells: Vec<&str> = row.into_iter().map(Cell::as_str).collect();
            let _ = writeln!(page, "| `{operation}` | {} |", cells.join(" | "));
        }
    }
    page += "\n## Administrators, by duty\n\nThe administrator above has every duty. Printed from the same records; `access::matrix::duties::each_administrators_operation_is_of_one_duty` holds it against what the server answers: with the duty as above, without it 403 (what is hidden from others stays hidden, 404).\n\n| duty | for | operations |\n|---|---|---|\n";
    for duty in guildhall::access::Duty::ALL {
        let own = operations.iter().filter(|operation| operation.duty == Some(*duty));
        let own: Vec<_> = own.map(|operation| format!("`{}`", operation.id)).collect();
        let own = if own.is_empty() { "none yet".into() } else { own.join(", ") };
        let _ = writeln!(page, "| `{duty}` | {} | {own} |", duty.about());
    }
    is_as_committed("access.md", &page);
}

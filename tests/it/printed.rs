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

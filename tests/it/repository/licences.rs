//! What Guildhall is built from may be used as Guildhall is.

use std::process::Command;

use serde_json::Value;

/// Licences that need nothing of us but their text. `PostgreSQL` is libpq's own, of the same kind
/// as MIT; `CDLA-Permissive-2.0` is that of the list of certificate authorities.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    "MPL-2.0",
    "Unicode-3.0",
    "CC0-1.0",
    "PostgreSQL",
    "CDLA-Permissive-2.0",
];

/// Whether an SPDX expression leaves a choice that is allowed. A slash is an old way to write OR.
fn is_allowed(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ");
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for word in flat.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
        depth += match word {
            "(" => 1,
            ")" => -1,
            _ => 0,
        };
        if word == "AND" && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(' ');
            part.push_str(word);
        }
    }
    parts.iter().all(|part| {
        let inner = part.trim().trim_start_matches('(').trim_end_matches(')');
        inner.split(" OR ").any(|choice| {
            let name = choice.trim().split(" WITH ").next().unwrap().trim();
            ALLOWED.contains(&name)
        })
    })
}

#[test]
fn expressions_are_read() {
    for good in [
        "MIT OR GPL-2.0-only",
        "MIT/Apache-2.0",
        "ISC AND (Apache-2.0 OR ISC)",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in ["GPL-3.0-or-later", "MIT AND AGPL-3.0-only", "ISC AND (GPL-2.0 OR LGPL-2.1)"] {
        assert!(!is_allowed(bad), "{bad}");
    }
}

/// SAFETY M4, as far as the lock file tells: every crate, from crates.io alone.
#[test]
fn every_crate_has_a_licence_that_fits() {
    // What other systems would need is not on this disk, and not in this binary.
    let host = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 200);
    for package in packages {
        let (name, source) = (package["name"].as_str().unwrap(), package["source"].as_str());
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_allowed(licence), "{name}: {licence}");
        let from_registry = source.is_some_and(|s| {
            s.starts_with("registry+https://github.com/rust-lang/crates.io-index")
        });
        assert!(from_registry || name == "guildhall", "{name} comes from {source:?}");
    }
}

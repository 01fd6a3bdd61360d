//! The architecture, checked over the text of `src`: a room names only rooms below it, no room
//! outgrows the others, each kind of file holds what its name says, files form no circles, and
//! functions take named values. Today's exceptions stand in `architecture/not_yet.rs`.

mod circles;
mod furniture;
mod not_yet;
mod parameters;
mod source;

use std::{collections::HashMap, fs};

use self::source::{room, sources, src};

#[test]
fn no_room_names_a_room_above_it() {
    let floors = floors();
    let mut climbs = Vec::new();
    for (file, text) in sources() {
        let Some(&own) = floors.get(&room(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for named in line.split("crate::").skip(1) {
                let name: String =
                    named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if floors.get(&name).is_some_and(|&floor| floor > own) {
                    climbs.push(format!("{file}:{}: climbs to `{name}`", number + 1));
                }
            }
        }
    }
    assert!(climbs.is_empty(), "{}", climbs.join("\n"));
}

#[test]
fn every_room_is_on_the_list() {
    let floors = floors();
    let strays: Vec<_> = sources()
        .into_iter()
        .map(|(file, _)| room(&file))
        .filter(|room| !floors.contains_key(room) && room != "lib" && room != "main")
        .collect();
    assert!(strays.is_empty(), "not in lib.rs: {strays:?}");
}

/// Comparisons of what is or belongs to a secret, with the reason why they may take as long as they
/// like; everything else is compared by `subtle` or a verifier (SAFETY M10). Tokens and one-time
/// links are looked up by the hash of 256 random bits, which tells nobody anything.
const OPENLY_COMPARED: &[(&str, &str)] = &[
    (
        "account.password_hash.as_deref() != Some(",
        "two hashes of ours: the one that was compared and the one that stands",
    ),
    ("fingerprint != retry.fingerprint", "keyed hashes of whole bodies, for the same caller's key"),
    ("same.sha256 == head.sha256", "open data"),
    ("seen != open.ranking_sha256.as_ref()", "the hash of a ranking, which its readers know"),
    ("manifest::sha256(&row.sealed) != row.sealed_sha256", "damage is looked for, not a secret"),
    (
        "sha256(envelope.manifest.as_bytes()) != commitment",
        "a commitment that is printed on receipts",
    ),
    (
        "sha256(envelope.content.as_bytes()) != manifest.answers_sha256",
        "damage is looked for, not a secret",
    ),
    ("sha256 == document.sha256", "damage is looked for, not a secret"),
    ("hash != key_hash(signer)", "the hash of a public key"),
];

#[test]
fn secrets_are_compared_in_constant_time() {
    let words = [
        "token",
        "secret",
        "password",
        "hash",
        "signature",
        "sha256",
        "commitment",
        "fingerprint",
        "otp",
        "digest",
        "recovery",
    ];
    let mut openly = Vec::new();
    for (file, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            let compares = line.contains(" == ") || line.contains(" != ");
            let secret = words.iter().any(|word| line.to_lowercase().contains(word));
            let known = OPENLY_COMPARED.iter().any(|(comparison, _)| line.contains(comparison));
            if compares && secret && !known {
                openly.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(openly.is_empty(), "use subtle, or say why not:\n{}", openly.join("\n"));
    let all: String = sources().into_iter().map(|(_, text)| text).collect();
    for (comparison, _) in OPENLY_COMPARED {
        assert!(all.contains(comparison), "is not there any more: {comparison}");
    }
}

/// Room to floor, in the order of `lib.rs`.
fn floors() -> HashMap<String, usize> {
    let lib = fs::read_to_string(src().join("lib.rs")).unwrap();
    let rooms = lib.lines().filter_map(|l| l.strip_prefix("pub mod "));
    rooms.enumerate().map(|(floor, l)| (l.split(';').next().unwrap().to_owned(), floor)).collect()
}

//! What names a release: its process, its own id, its date.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    findings::Findings,
    values::{instant, items, string},
};
use crate::kernel::Instant;

/// What a release is known by.
#[derive(Debug, Clone)]
pub struct Head {
    pub ocid: String,
    pub id: String,
    pub date: Instant,
    /// SHA-256 of the release as it was given, in hex: releases never change.
    pub sha256: String,
}

const LONGEST: usize = 200;

/// Reads the head of a release; what is wrong with it is in the findings.
pub fn head(release: &Value, findings: &mut Findings) -> Option<Head> {
    if !release.is_object() {
        findings.fault("", "wrong-kind", "is no release: a release is an object");
        return None;
    }
    let sha256 = hex::encode(Sha256::digest(release.to_string()));
    let ocid = ocid(release, findings);
    if string(release, "date").is_none() {
        findings.fault("/date", "missing", "says when this was published");
    }
    let date = string(release, "date").and_then(|raw| instant(raw, "/date", findings));
    only_planned(release, findings);
    let given = release.get("id");
    let text = given.and_then(Value::as_str).filter(|id| (1..=LONGEST).contains(&id.len()));
    let number = given.and_then(Value::as_number).map(ToString::to_string);
    let id = text.map(str::to_owned).or(number).unwrap_or_else(|| {
        findings.repaired("/id", "is missing: named by its content");
        sha256.chars().take(32).collect()
    });
    Some(Head { ocid: ocid?, id, date: date?, sha256 })
}

/// `ocds-`, six characters of the publisher, a hyphen, the rest (OCDS, Open Contracting
/// Identifier).
fn ocid(release: &Value, findings: &mut Findings) -> Option<String> {
    let Some(raw) = string(release, "ocid") else {
        findings.fault("/ocid", "missing", "names the contracting process");
        return None;
    };
    let rest = raw.strip_prefix("ocds-").and_then(|rest| rest.split_once('-'));
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    match rest {
        Some((publisher, own))
            if publisher.len() == 6 && plain(publisher) && plain(own) && raw.len() <= LONGEST =>
        {
            Some(raw.to_owned())
        }
        Some(_) | None => {
            findings.fault("/ocid", "ocid", "is no open contracting id, as ocds-b5fd17-1");
            None
        }
    }
}

/// What is only planned is no opportunity yet.
fn only_planned(release: &Value, findings: &mut Findings) {
    let tags: Vec<&str> = items(release, "tag").filter_map(|(_, tag)| tag.as_str()).collect();
    if !tags.is_empty() && tags.iter().all(|tag| tag.starts_with("planning")) {
        let why = "is planned: nobody can bid for it yet";
        findings.fault("/tag", "planning", why);
    }
}

//! Who buys and who won, as parties of a release.

use serde_json::Value;

use super::{
    findings::Findings,
    values::{Form, items, string, text_at},
};
use crate::{
    kernel::Line,
    organisations::{Identifier, NamedBody},
};

/// The party that an organisation reference points to.
fn party<'a>(release: &'a Value, reference: &Value) -> Option<&'a Value> {
    let id = reference.get("id")?;
    items(release, "parties").map(|(_, party)| party).find(|party| party.get("id") == Some(id))
}

/// The identifier of a party: declared, or the id itself where it begins with a register, as
/// `GB-CFS-269943`. An id of the document alone, as `org-13`, names nobody outside it.
pub fn identifier(release: &Value, reference: &Value) -> Option<Identifier> {
    let declared = party(release, reference).and_then(|party| party.get("identifier"));
    let declared = declared.and_then(|i| string(i, "scheme").zip(string(i, "id")));
    if let Some(found) = declared.and_then(|(scheme, id)| Identifier::parse(scheme, id).ok()) {
        return Some(found);
    }
    let mut parts = string(reference, "id")?.splitn(3, '-');
    let (country, register, id) = (parts.next()?, parts.next()?, parts.next()?);
    let capitals = |text: &str| text.chars().all(|c| c.is_ascii_uppercase());
    if country.len() != 2 || !capitals(country) || !capitals(register) {
        return None;
    }
    Identifier::parse(&format!("{country}-{register}"), id).ok()
}

/// The name of a party, by the reference or by the party itself.
pub fn name(
    release: &Value,
    reference: &Value,
    at: &str,
    findings: &mut Findings,
) -> Option<Line<200>> {
    let named = |of: &'_ Value| string(of, "name").map(str::to_owned);
    let raw = named(reference).or_else(|| party(release, reference).and_then(named))?;
    Line::parse(&text_at(&raw, Form::line(200), at, findings)?).ok()
}

/// What names the buyer: the reference, else the party with that role.
fn buyer_reference<'a>(release: &'a Value, findings: &mut Findings) -> Option<&'a Value> {
    let named = release.get("buyer").filter(|buyer| buyer.is_object());
    if named.is_some() {
        return named;
    }
    let buys = |party: &&Value| items(party, "roles").any(|(_, role)| role == "buyer");
    let by_role = items(release, "parties").map(|(_, party)| party).find(buys);
    match by_role {
        Some(_) => findings.repaired("/buyer", "is missing: taken from the parties"),
        None => findings.fault("/buyer", "missing", "says which public body buys"),
    }
    by_role
}

/// The public body that buys.
pub fn buyer(release: &Value, findings: &mut Findings) -> Option<NamedBody> {
    let reference = buyer_reference(release, findings)?;
    let Some(name) = name(release, reference, "/buyer/name", findings) else {
        findings.fault("/buyer/name", "missing", "names the public body");
        return None;
    };
    let party = party(release, reference);
    let url = party.and_then(|party| party.get("details")).and_then(|of| string(of, "url"));
    let web = |url: &&str| {
        (url.starts_with("https://") || url.starts_with("http://"))
            && url.len() <= 200
            && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'))
    };
    let website = url.filter(web).map(str::to_owned);
    Some(NamedBody { name, identifier: identifier(release, reference), website })
}

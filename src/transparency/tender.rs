//! The tender and the awards of a process, as an opportunity with lots and winners.

use serde_json::Value;

use super::{
    findings::Findings,
    parties, regions, text,
    values::{Form, instant, items, money, string, text_at},
};
use crate::{
    kernel::{Cpv, Instant, Region},
    opportunities::{ChallengeContent, Content, ImportedLot, LotState, Route, Winner},
    organisations::{Identifier, NamedBody},
};

/// A process as it can be stored, but for what only the database knows.
#[derive(Debug)]
pub struct Drafted {
    pub buyer: NamedBody,
    pub content: Content,
    pub source_url: Option<String>,
    pub published_at: Instant,
    pub lots: Vec<DraftedLot>,
}

/// A lot, with the identifiers of its winners in their order.
#[derive(Debug)]
pub struct DraftedLot {
    pub lot: ImportedLot,
    pub identifiers: Vec<Option<Identifier>>,
}

const MOST_CODES: usize = 20;

/// Reads a compiled release; `None` when something in it cannot be put right.
pub fn drafted(release: &Value, first: Instant, findings: &mut Findings) -> Option<Drafted> {
    let buyer = parties::buyer(release, findings);
    let Some(tender) = release.get("tender").filter(|tender| tender.is_object()) else {
        findings.fault("/tender", "missing", "says what is wanted");
        return None;
    };
    let content = content(tender, findings);
    let awards = awards(release, findings);
    let lots = lots(tender, &awards, findings);
    let published = string(tender, "datePublished");
    let published = published.and_then(|raw| instant(raw, "/tender/datePublished", findings));
    let known = findings.faults.is_empty();
    Some(Drafted {
        buyer: buyer.filter(|_| known)?,
        content: content?,
        source_url: source_url(release, tender),
        published_at: published.unwrap_or(first),
        lots: lots?,
    })
}

fn content(tender: &Value, findings: &mut Findings) -> Option<Content> {
    let title = string(tender, "title")
        .and_then(|raw| text_at(raw, Form::line(200), "/tender/title", findings));
    let Some(title) = title else {
        findings.fault("/tender/title", "missing", "names the opportunity");
        return None;
    };
    let description = string(tender, "description")
        .and_then(|raw| text_at(raw, Form::lines(20_000), "/tender/description", findings));
    let description = description.unwrap_or_else(|| {
        findings.repaired("/tender/description", "is missing: the title stands in for it");
        title.clone()
    });
    let budget = total(tender, findings);
    Some(Content {
        summary: text::opening(&description, 600),
        cpv: cpv(tender, findings),
        regions: places(tender, findings),
        themes: Vec::new(),
        route: route(tender),
        challenge: ChallengeContent { budget, ..ChallengeContent::default() },
        title,
        description,
    })
}

/// The value of the whole; where a range is given, its lower end.
fn total(tender: &Value, findings: &mut Findings) -> Option<crate::kernel::Money> {
    let value = money(tender, "value", "/tender", findings);
    value.or_else(|| {
        let least = money(tender, "minValue", "/tender", findings)?;
        findings.repaired("/tender/value", "is missing: minValue stands in for it");
        Some(least)
    })
}

fn route(tender: &Value) -> Option<Route> {
    match string(tender, "procurementMethod")? {
        "open" => Some(Route::Advertised),
        "selective" => Some(Route::Invited),
        "limited" | "direct" => Some(Route::Direct),
        _ => None,
    }
}

/// All CPV codes of the tender and of its items, each once, the main one first.
fn cpv(tender: &Value, findings: &mut Findings) -> Vec<Cpv> {
    let mut all = Vec::new();
    classified(tender, "/tender", &mut all, findings);
    for (n, item) in items(tender, "items") {
        classified(item, &format!("/tender/items/{n}"), &mut all, findings);
    }
    if all.is_empty() {
        findings.repaired("/tender/classification", "is missing: found by its words alone");
    }
    if all.len() > MOST_CODES {
        let what = format!("{} CPV codes: the first {MOST_CODES} are kept", all.len());
        findings.repaired("/tender/items", what);
        all.truncate(MOST_CODES);
    }
    all
}

fn classified(of: &Value, at: &str, all: &mut Vec<Cpv>, findings: &mut Findings) {
    let main = of.get("classification").map(|one| (format!("{at}/classification"), one));
    let more = items(of, "additionalClassifications")
        .map(|(n, one)| (format!("{at}/additionalClassifications/{n}"), one));
    for (at, one) in main.into_iter().chain(more) {
        if string(one, "scheme").is_none_or(|scheme| scheme != "CPV") {
            continue;
        }
        match string(one, "id").map(Cpv::parse) {
            Some(Ok(code)) if all.contains(&code) => {}
            Some(Ok(code)) => all.push(code),
            Some(Err(why)) => findings.repaired(format!("{at}/id"), format!("{why}: left out")),
            None => findings.repaired(format!("{at}/id"), "is missing: left out"),
        }
    }
}

/// The regions of delivery, each once.
fn places(tender: &Value, findings: &mut Findings) -> Vec<Region> {
    let mut all: Vec<Region> = Vec::new();
    let mut outside = false;
    for (_, item) in items(tender, "items") {
        for (_, address) in items(item, "deliveryAddresses") {
            let place = string(address, "region").or_else(|| string(address, "countryName"));
            let found = place.map(regions::named).unwrap_or_default();
            outside |= place.is_some() && found.is_empty();
            all.extend(found);
        }
    }
    all.sort();
    all.dedup();
    if outside {
        let what = "places outside the regions of the United Kingdom are left out";
        findings.repaired("/tender/items", what);
    }
    all
}

/// The notice itself, for those who want to bid.
fn source_url(release: &Value, tender: &Value) -> Option<String> {
    let documents = items(tender, "documents").map(|(_, document)| document);
    let awarded = items(release, "awards").flat_map(|(_, award)| items(award, "documents"));
    let urls = documents.chain(awarded.map(|(_, document)| document));
    let mut urls = urls.filter_map(|document| string(document, "url"));
    let plain = |url: &&str| {
        (url.starts_with("https://") || url.starts_with("http://"))
            && url.len() <= 500
            && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'))
    };
    urls.find(plain).map(str::to_owned)
}

/// An award that stands, with the lots it names.
struct Award {
    lots: Vec<String>,
    winners: Vec<(Winner, Option<Identifier>)>,
}

fn awards(release: &Value, findings: &mut Findings) -> Vec<Award> {
    let mut all = Vec::new();
    for (n, award) in items(release, "awards") {
        let stands = matches!(string(award, "status"), None | Some("active"));
        if stands {
            all.push(one_award(release, award, &format!("/awards/{n}"), findings));
        }
    }
    all
}

fn one_award(release: &Value, award: &Value, at: &str, findings: &mut Findings) -> Award {
    let award_id = string(award, "id").unwrap_or(at).chars().take(200).collect::<String>();
    let value = money(award, "value", at, findings);
    let date = string(award, "date");
    let awarded_at = date.and_then(|raw| instant(raw, &format!("{at}/date"), findings));
    let mut winners = Vec::new();
    for (m, supplier) in items(award, "suppliers") {
        let at = format!("{at}/suppliers/{m}");
        match parties::name(release, supplier, &at, findings) {
            Some(name) => {
                let winner = Winner {
                    award_id: award_id.clone(),
                    supplier: None,
                    supplier_name: name.into_string(),
                    value,
                    awarded_at,
                };
                winners.push((winner, parties::identifier(release, supplier)));
            }
            None => findings.repaired(at, "has no name: left out"),
        }
    }
    winners.sort_by(|(one, _), (other, _)| one.supplier_name.cmp(&other.supplier_name));
    winners.dedup_by(|(one, _), (other, _)| one.supplier_name == other.supplier_name);
    let lots = items(award, "relatedLots").filter_map(|(_, lot)| named(Some(lot))).collect();
    Award { lots, winners }
}

/// An id that is a string or a number, as text.
fn named(id: Option<&Value>) -> Option<String> {
    let id = id?;
    let text = id.as_str().filter(|id| !id.is_empty());
    let text = text.map(|id| id.chars().take(200).collect());
    text.or_else(|| id.as_number().map(ToString::to_string))
}

/// Status and deadline of the whole, which a lot may say otherwise.
struct Frame<'a> {
    status: Option<&'a str>,
    closes_at: Option<Instant>,
}

fn lots(tender: &Value, awards: &[Award], findings: &mut Findings) -> Option<Vec<DraftedLot>> {
    let end = tender.get("tenderPeriod").and_then(|period| string(period, "endDate"));
    let closes_at = end.and_then(|raw| instant(raw, "/tender/tenderPeriod/endDate", findings));
    let frame = Frame { status: string(tender, "status"), closes_at };
    let whole = [tender.clone()];
    let given = tender.get("lots").and_then(Value::as_array).filter(|lots| !lots.is_empty());
    let (list, single) = match given {
        Some(lots) => (lots.as_slice(), lots.len() == 1),
        None => (whole.as_slice(), true),
    };
    let mut all: Vec<DraftedLot> = Vec::new();
    for (n, lot) in list.iter().enumerate() {
        let at = if given.is_some() { format!("/tender/lots/{n}") } else { "/tender".to_owned() };
        let id = if given.is_some() { named(lot.get("id")) } else { Some("1".to_owned()) };
        let source_id = id.unwrap_or_else(|| (n + 1).to_string());
        if all.iter().any(|other| other.lot.source_id == source_id) {
            findings.repaired(format!("{at}/id"), "appears twice: the first is kept");
            continue;
        }
        let mine = |award: &&Award| {
            single || award.lots.contains(&source_id) || (award.lots.is_empty() && n == 0)
        };
        let won: Vec<&Award> = awards.iter().filter(mine).collect();
        if !single && won.iter().any(|award| award.lots.is_empty()) {
            findings.repaired("/awards", "names no lot: stands with the first");
        }
        let says = Says { lot, tender: if single { Some(tender) } else { None }, at: &at };
        all.push(one_lot(&says, source_id, &won, &frame, findings)?);
    }
    Some(all)
}

/// A lot as it is written, with the tender where that speaks for its only lot.
struct Says<'a> {
    lot: &'a Value,
    tender: Option<&'a Value>,
    at: &'a str,
}

fn one_lot(
    says: &Says<'_>,
    source_id: String,
    won: &[&Award],
    frame: &Frame<'_>,
    findings: &mut Findings,
) -> Option<DraftedLot> {
    let Says { lot, tender, at } = *says;
    let words = |name: &str| string(lot, name).or_else(|| tender.and_then(|of| string(of, name)));
    let title = words("title")
        .and_then(|raw| text_at(raw, Form::line(200), &format!("{at}/title"), findings));
    let title = title.unwrap_or_else(|| {
        findings.repaired(format!("{at}/title"), "is missing: named by its number");
        format!("Lot {source_id}")
    });
    let description = words("description")
        .and_then(|raw| text_at(raw, Form::lines(10_000), &format!("{at}/description"), findings));
    let value = money(lot, "value", at, findings);
    let value = value.or_else(|| money(tender?, "value", "/tender", findings));
    let (mut winners, mut identifiers) = (Vec::new(), Vec::new());
    for (winner, identifier) in won.iter().flat_map(|award| &award.winners) {
        winners.push(winner.clone());
        identifiers.push(identifier.clone());
    }
    let status = string(lot, "status").or(frame.status);
    let (state, submissions_close_at) =
        state(status, frame.closes_at, !won.is_empty(), at, findings)?;
    let description = description.unwrap_or_default();
    let lot =
        ImportedLot { source_id, title, description, value, submissions_close_at, state, winners };
    Some(DraftedLot { lot, identifiers })
}

/// The state of a lot, by its status (OCDS, tenderStatus) and whether it was awarded.
fn state(
    status: Option<&str>,
    closes_at: Option<Instant>,
    won: bool,
    at: &str,
    findings: &mut Findings,
) -> Option<(LotState, Option<Instant>)> {
    let state = match status {
        Some("cancelled" | "withdrawn") => LotState::Cancelled,
        Some("unsuccessful") => LotState::NoAward,
        Some("planning" | "planned") if !won => {
            findings.fault(format!("{at}/status"), "planning", "is planned: nobody can bid yet");
            return None;
        }
        _ if won => LotState::Awarded,
        Some("active") if closes_at.is_none() => {
            let why = "an active tender says when it closes";
            findings.fault("/tender/tenderPeriod/endDate", "missing", why);
            return None;
        }
        Some("complete") => {
            if closes_at.is_some() {
                return Some((LotState::Published, closes_at));
            }
            findings.repaired("/tender/tenderPeriod/endDate", "is missing: taken as closed");
            LotState::Published
        }
        Some("active") => LotState::Published,
        Some(other) => {
            findings.fault(format!("{at}/status"), "status", format!("{other:?} is no status"));
            return None;
        }
        None => {
            findings.repaired(format!("{at}/status"), "is missing: open until it closes");
            LotState::Published
        }
    };
    Some((state, closes_at))
}

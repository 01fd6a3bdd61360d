//! Reads of the directory: a page of suppliers, a search, and one supplier.

use super::{
    model::SupplierFilters,
    policy::ReadSupplier,
    store::{self, ListedSupplier},
    views::{self, SupplierSummary, SupplierView},
};
use crate::{
    capabilities::{self, Capability},
    db::SoughtWords,
    prelude::*,
};

/// A page of the directory.
#[derive(Debug)]
pub struct SupplierPage {
    pub filters: SupplierFilters,
    pub now: Instant,
    pub page: PageOf,
}

/// A page of the directory, newest suppliers first.
pub fn list(db: &mut Db, asked: &SupplierPage) -> Result<Page<SupplierSummary>, Fault> {
    let found = store::walk(db, &asked.filters, asked.now, &asked.page)?;
    let cut = asked.page.cut(found, |one| one.id.to_string());
    Ok(Page { items: summaries(db, cut.items, asked.now)?, next: cut.next })
}

/// A page of the suppliers that have these words, best match first.
pub fn search(
    db: &mut Db,
    words: Option<&SoughtWords>,
    asked: &SupplierPage,
) -> Result<Page<SupplierSummary>, Fault> {
    let Some(words) = words else { return Ok(Page { items: Vec::new(), next: None }) };
    let SupplierPage { filters, now, page } = asked;
    let from: usize = page.after().and_then(|after| after.parse().ok()).unwrap_or(0);
    let fetch = usize::try_from(page.fetch()).unwrap_or(0);
    let numbers = store::find(db, words, filters, *now)?;
    let numbers: Vec<i64> = numbers.into_iter().skip(from).take(fetch).collect();
    let taken = numbers.len().min(fetch.saturating_sub(1));
    let cut = page.cut(numbers, |_| (from + taken).to_string());
    let found = store::of_numbers(db, &cut.items)?;
    Ok(Page { items: summaries(db, found, *now)?, next: cut.next })
}

/// Summaries of a page, with the declared codes of all of it in one statement.
fn summaries(
    db: &mut Db,
    found: Vec<ListedSupplier>,
    now: Instant,
) -> Result<Vec<SupplierSummary>, Fault> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = found.iter().map(|one| one.id).collect();
    let declared = store::declared(db, &ids, now)?;
    Ok(found.into_iter().map(|one| views::summary(one, &declared)).collect())
}

/// A supplier of the directory, with the parts of its `ETag`.
#[derive(Debug)]
pub struct PublicSupplier {
    pub view: SupplierView,
    pub version: i64,
    /// A part of the `ETag`, since expired statements leave the view without a new version.
    pub phase: String,
    pub capabilities: Vec<Capability>,
}

/// A supplier of the directory, with its assessed capabilities.
pub fn supplier(
    db: &mut Db,
    actor: &Actor,
    of: Id<Organisation>,
    now: Instant,
) -> Result<PublicSupplier, Fault> {
    let (_, found) = store::load(db, of)?.open::<ReadSupplier>(actor)?;
    let view = views::supplier(&found.supplier, &found.profile, now);
    let good = (view.accreditations.len(), view.sme.is_some(), view.vcse.is_some());
    let phase = format!("{}-{}-{}-{}", found.profile.version, good.0, good.1, good.2);
    let capabilities = capabilities::held(db, &[of], now)?;
    Ok(PublicSupplier { view, version: found.supplier.version, phase, capabilities })
}

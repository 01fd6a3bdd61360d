//! Suppliers of the directory, and what a list of them is narrowed down to.

use super::super::profile::{AccreditationKind, Profile, found_by};
use crate::{
    kernel::{Cpv, Key, Region},
    organisations::Stored,
    words,
};

/// A supplier as the public directory would show it.
#[derive(Debug, Clone)]
pub struct InDirectory {
    pub supplier: Stored,
    pub profile: Profile,
}

words!(
    /// A class of size; `sme` is all but `large`.
    SizeAsked { Micro = "micro", Small = "small", Medium = "medium", Large = "large", Sme = "sme" }
);

words!(
    /// Voluntary, community and social enterprises alone.
    VcseAsked { Yes = "true" }
);

/// Filters of the directory; each one narrows.
#[derive(Debug, Clone, Default)]
pub struct SupplierFilters {
    pub region: Option<Region>,
    pub cpv: Option<Cpv>,
    pub size: Option<SizeAsked>,
    pub vcse: Option<VcseAsked>,
    pub accreditation: Option<AccreditationKind>,
    /// The code of a category, held today.
    pub capability: Option<Key>,
}

impl SupplierFilters {
    /// For each filter, the codes of which a supplier has to have one.
    pub fn codes(&self) -> Vec<(&'static str, Vec<String>)> {
        let region = self.region.as_ref().map(|region| ("region", found_by(region.as_str())));
        let cpv = self.cpv.as_ref().map(|cpv| ("cpv", found_by(&cpv.key())));
        let size = self.size.map(|size| ("size", vec![size.to_string()]));
        let vcse = self.vcse.map(|vcse| ("vcse", vec![vcse.to_string()]));
        let accreditation =
            self.accreditation.map(|kind| ("accreditation", vec![kind.to_string()]));
        [accreditation, cpv, region, size, vcse].into_iter().flatten().collect()
    }
}

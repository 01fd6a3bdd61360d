//! Suppliers of the directory, and the filters of a list.

use super::super::profile::{AccreditationKind, Profile, found_by};
use crate::{
    kernel::{Cpv, Key, Region},
    organisations::Stored,
    words,
};

/// A supplier with its profile, for the rule of the directory.
#[derive(Debug, Clone)]
pub struct InDirectory {
    pub supplier: Stored,
    pub profile: Profile,
}

words!(
    /// A filter by size class.
    SizeAsked {
        /// Suppliers with fewer than 10 staff.
        Micro = "micro",
        /// Suppliers with fewer than 50 staff.
        Small = "small",
        /// Suppliers with fewer than 250 staff.
        Medium = "medium",
        /// Suppliers that are no small or medium-sized enterprise.
        Large = "large",
        /// All small and medium-sized enterprises: `micro`, `small` and `medium`.
        Sme = "sme",
    }
);

words!(
    /// A filter for voluntary, community and social enterprises.
    VcseAsked {
        /// Only such enterprises.
        Yes = "true",
    }
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
    /// For each filter, the codes of which a supplier must have at least one.
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

//! The roles that a user has for the whole platform.

use crate::words;

words!(
    /// What a user may be for the whole platform.
    PlatformRole { Administrator = "administrator", Auditor = "auditor" }
);

//! The roles that a user has for the whole platform.

use crate::words;

words!(
    /// A role of a user for the whole platform.
    PlatformRole {
        /// Runs the platform, by duties.
        Administrator = "administrator",
        /// Reads what grants open.
        Auditor = "auditor",
    }
);

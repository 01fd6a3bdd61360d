//! Panels, marks and the ranking over HTTP.

//! Capabilities over HTTP.

//! Suppliers over HTTP.

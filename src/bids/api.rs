//! Bids over HTTP.

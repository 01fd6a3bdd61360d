//! Markers for the ids of what actors are and act for.

/// Marker for ids of users; the record lives in `accounts`.
#[derive(Debug)]
pub struct User;
/// Marker for ids of sessions; the record lives in `accounts`.
#[derive(Debug)]
pub struct Session;
/// Marker for ids of API keys; the record lives in `organisations`.
#[derive(Debug)]
pub struct ApiKey;
/// Marker for ids of organisations; the record lives in `organisations`.
#[derive(Debug)]
pub struct Organisation;

//! Notifications of a person: the letters of the outbox, except those with secrets.

pub mod api;
mod reading;
mod views;

pub use reading::own_notifications;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];

//! What a person is told, inside Guildhall: the letters of the outbox, but for those with secrets.

pub mod api;

//! Black-box tests: one binary, one module per room.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod architecture;
mod db;
mod http;

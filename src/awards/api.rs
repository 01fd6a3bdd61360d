//! Decisions, summaries and contracts over HTTP.

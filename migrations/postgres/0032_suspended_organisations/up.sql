-- Suspended since, and what it was before.
alter table organisations add column suspended_at bigint;
alter table organisations add column state_before text;

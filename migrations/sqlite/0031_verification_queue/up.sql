-- In the administrators' queue since; asked for more since, and what was answered; a verified
-- organisation that is looked at again since.
alter table organisations add column waiting_since bigint;
alter table organisations add column asked_at bigint;
alter table organisations add column answer text;
alter table organisations add column reverifying_since bigint;
update organisations set waiting_since = created_at where state = 'unverified' and not imported;
create index organisations_waiting on organisations (waiting_since, id) where waiting_since is not null;

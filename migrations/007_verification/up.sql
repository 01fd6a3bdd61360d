-- One public body becomes part of another: proposed by one administrator, confirmed by a second.
create table mergers (
  id text primary key,
  from_id text not null references organisations (id),
  into_id text not null references organisations (id),
  reason text not null,
  proposed_by text not null references users (id),
  proposed_at bigint not null,
  confirmed_by text references users (id),
  confirmed_at bigint,
  withdrawn_at bigint,
  check (from_id <> into_id),
  check (confirmed_by <> proposed_by)
);
create unique index mergers_open_once on mergers (from_id) where withdrawn_at is null;

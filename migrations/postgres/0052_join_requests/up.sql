-- Somebody asks to become a member of an organisation that is there; an owner says yes or no.
create table join_requests (
  id text primary key,
  organisation_id text not null references organisations (id),
  user_id text not null references users (id),
  message text not null,
  asked_at bigint not null,
  answered_at bigint,
  answered_by text references users (id),
  outcome text check (outcome in ('accepted', 'declined', 'withdrawn'))
);
create unique index join_requests_open_once on join_requests (organisation_id, user_id) where answered_at is null;
create index join_requests_waiting on join_requests (organisation_id, id desc) where answered_at is null;
create index join_requests_by_user on join_requests (user_id, id desc);

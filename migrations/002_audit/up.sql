create table audit_events (
  id text primary key,
  seq bigint unique,
  head text,
  leaf text not null,
  body text not null,
  what text not null,
  thing_kind text not null,
  thing_id text not null,
  user_id text,
  organisation_id text,
  sealed_lot_id text,
  at bigint not null
);
create index audit_events_unnumbered on audit_events (at, id) where seq is null;
create index audit_events_by_thing on audit_events (thing_id, seq);
create index audit_events_by_organisation on audit_events (organisation_id, seq);
create index audit_events_by_user on audit_events (user_id, seq);
create index audit_events_by_what on audit_events (what, seq);

create table idempotency_keys (
  user_id text not null,
  route text not null,
  idempotency_key text not null,
  fingerprint text not null,
  status integer not null,
  answer text not null,
  created_at bigint not null,
  primary key (user_id, route, idempotency_key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

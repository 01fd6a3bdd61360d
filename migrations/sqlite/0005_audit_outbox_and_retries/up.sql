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

create table outbox (
  id text primary key,
  lane integer not null,
  kind text not null,
  user_id text references users (id),
  email text not null,
  full_name text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  about text,
  secret boolean not null default false,
  state text not null check (state in ('waiting', 'sent', 'parked')),
  attempts integer not null default 0,
  due_at bigint not null,
  claimed_until bigint,
  claim text,
  last_error text,
  created_at bigint not null,
  sent_at bigint
);
create index outbox_due on outbox (lane, due_at, id) where state = 'waiting';
create index outbox_by_user on outbox (user_id, id desc) where user_id is not null;

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

create trigger bid_submissions_are_kept_from_update before update on bid_submissions
begin select raise(abort, 'bid_submissions: what is recorded stays as it is'); end;
create trigger bid_submissions_are_kept_from_delete before delete on bid_submissions
begin select raise(abort, 'bid_submissions: what is recorded stays as it is'); end;
create trigger amendments_are_kept_from_update before update on amendments
begin select raise(abort, 'amendments: what is recorded stays as it is'); end;
create trigger amendments_are_kept_from_delete before delete on amendments
begin select raise(abort, 'amendments: what is recorded stays as it is'); end;
create trigger opening_approvals_are_kept_from_update before update on opening_approvals
begin select raise(abort, 'opening_approvals: what is recorded stays as it is'); end;
create trigger opening_approvals_are_kept_from_delete before delete on opening_approvals
begin select raise(abort, 'opening_approvals: what is recorded stays as it is'); end;
create trigger score_submissions_are_kept_from_update before update on score_submissions
begin select raise(abort, 'score_submissions: what is recorded stays as it is'); end;
create trigger score_submissions_are_kept_from_delete before delete on score_submissions
begin select raise(abort, 'score_submissions: what is recorded stays as it is'); end;
create trigger rankings_are_kept_from_update before update on rankings
begin select raise(abort, 'rankings: what is recorded stays as it is'); end;
create trigger rankings_are_kept_from_delete before delete on rankings
begin select raise(abort, 'rankings: what is recorded stays as it is'); end;
create trigger imported_awards_are_kept_from_update before update on imported_awards
begin select raise(abort, 'imported_awards: what is recorded stays as it is'); end;
create trigger imported_awards_are_kept_from_delete before delete on imported_awards
begin select raise(abort, 'imported_awards: what is recorded stays as it is'); end;
create trigger audit_events_are_kept_from_delete before delete on audit_events
begin select raise(abort, 'audit_events: what is recorded stays as it is'); end;
-- The one change allowed: the sequencer gives an event its place, once.
create trigger audit_events_are_kept_from_update before update on audit_events
when old.seq is not null or new.seq is null or new.head is null or new.id is not old.id or new.leaf is not old.leaf
  or new.body is not old.body or new.what is not old.what or new.thing_kind is not old.thing_kind
  or new.thing_id is not old.thing_id or new.user_id is not old.user_id
  or new.organisation_id is not old.organisation_id or new.sealed_lot_id is not old.sealed_lot_id or new.at is not old.at
begin select raise(abort, 'audit_events: what is recorded stays as it is'); end;

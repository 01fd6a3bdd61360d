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

create function guildhall_refuses() returns trigger language plpgsql as $$
begin raise exception '%: what is recorded stays as it is', tg_table_name; end $$;
create trigger bid_submissions_are_kept before update or delete on bid_submissions for each row execute function guildhall_refuses();
create trigger bid_submissions_are_not_emptied before truncate on bid_submissions for each statement execute function guildhall_refuses();
create trigger amendments_are_kept before update or delete on amendments for each row execute function guildhall_refuses();
create trigger amendments_are_not_emptied before truncate on amendments for each statement execute function guildhall_refuses();
create trigger opening_approvals_are_kept before update or delete on opening_approvals for each row execute function guildhall_refuses();
create trigger opening_approvals_are_not_emptied before truncate on opening_approvals for each statement execute function guildhall_refuses();
create trigger score_submissions_are_kept before update or delete on score_submissions for each row execute function guildhall_refuses();
create trigger score_submissions_are_not_emptied before truncate on score_submissions for each statement execute function guildhall_refuses();
create trigger rankings_are_kept before update or delete on rankings for each row execute function guildhall_refuses();
create trigger rankings_are_not_emptied before truncate on rankings for each statement execute function guildhall_refuses();
create trigger imported_awards_are_kept before update or delete on imported_awards for each row execute function guildhall_refuses();
create trigger imported_awards_are_not_emptied before truncate on imported_awards for each statement execute function guildhall_refuses();
create trigger audit_events_are_not_emptied before truncate on audit_events for each statement execute function guildhall_refuses();
create trigger audit_events_are_kept_from_delete before delete on audit_events for each row execute function guildhall_refuses();
-- The one change allowed: the sequencer gives an event its place, once.
create trigger audit_events_are_kept_from_update before update on audit_events for each row
when (old.seq is not null or new.seq is null or new.head is null
  or (new.id, new.leaf, new.body, new.what, new.thing_kind, new.thing_id, new.user_id, new.organisation_id, new.sealed_lot_id, new.at)
     is distinct from (old.id, old.leaf, old.body, old.what, old.thing_kind, old.thing_id, old.user_id, old.organisation_id, old.sealed_lot_id, old.at))
execute function guildhall_refuses();

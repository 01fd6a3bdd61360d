create trigger audit_events_are_kept_from_delete before delete on audit_events
begin select raise(abort, 'audit_events: what is recorded stays as it is'); end;
-- The one change allowed: the sequencer gives an event its place, once.
create trigger audit_events_are_kept_from_update before update on audit_events
when old.seq is not null or new.seq is null or new.head is null or new.id is not old.id or new.leaf is not old.leaf
  or new.body is not old.body or new.what is not old.what or new.thing_kind is not old.thing_kind
  or new.thing_id is not old.thing_id or new.user_id is not old.user_id
  or new.organisation_id is not old.organisation_id or new.sealed_lot_id is not old.sealed_lot_id or new.at is not old.at
begin select raise(abort, 'audit_events: what is recorded stays as it is'); end;

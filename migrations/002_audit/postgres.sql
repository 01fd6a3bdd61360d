create trigger audit_events_are_not_emptied before truncate on audit_events for each statement execute function guildhall_refuses();
create trigger audit_events_are_kept_from_delete before delete on audit_events for each row execute function guildhall_refuses();
-- The one change allowed: the sequencer gives an event its place, once.
create trigger audit_events_are_kept_from_update before update on audit_events for each row
when (old.seq is not null or new.seq is null or new.head is null
  or (new.id, new.leaf, new.body, new.what, new.thing_kind, new.thing_id, new.user_id, new.organisation_id, new.sealed_lot_id, new.at)
     is distinct from (old.id, old.leaf, old.body, old.what, old.thing_kind, old.thing_id, old.user_id, old.organisation_id, old.sealed_lot_id, old.at))
execute function guildhall_refuses();

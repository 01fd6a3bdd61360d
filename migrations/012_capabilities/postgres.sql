-- An application ends once, and its content never changes.
create trigger capability_applications_are_kept_from_update before update on capability_applications for each row
when (old.state <> 'submitted'
  or (new.id, new.organisation_id, new.category, new.evidence, new.applied_by, new.applied_at)
     is distinct from (old.id, old.organisation_id, old.category, old.evidence, old.applied_by, old.applied_at))
execute function guildhall_refuses();
create trigger capability_applications_are_kept_from_delete before delete on capability_applications for each row execute function guildhall_refuses();
create trigger capability_applications_are_not_emptied before truncate on capability_applications for each statement execute function guildhall_refuses();

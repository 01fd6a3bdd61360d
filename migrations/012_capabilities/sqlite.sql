-- An application ends once, and its content never changes.
create trigger capability_applications_are_kept_from_update before update on capability_applications
when old.state <> 'submitted' or new.id <> old.id or new.organisation_id <> old.organisation_id
  or new.category <> old.category or new.evidence <> old.evidence
  or new.applied_by <> old.applied_by or new.applied_at <> old.applied_at
begin select raise(abort, 'capability_applications: what is recorded stays as it is'); end;
create trigger capability_applications_are_kept_from_delete before delete on capability_applications
begin select raise(abort, 'capability_applications: what is recorded stays as it is'); end;

-- Who found an identifier in its register, and when. What was verified so far was verified whole.
alter table organisation_identifiers add column verified_at bigint;
alter table organisation_identifiers add column verified_by text references users (id);
update organisation_identifiers set verified_at = (
  select o.updated_at from organisations o where o.id = organisation_identifiers.organisation_id and o.state = 'verified'
);

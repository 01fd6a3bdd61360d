alter table organisation_identifiers drop column verified_by;
alter table organisation_identifiers drop column verified_at;

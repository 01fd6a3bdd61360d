-- Grants to auditors: named bodies, from and until, given by two administrators.
create table auditor_grants (
  id text primary key,
  auditor_id text not null references users (id),
  reason text not null,
  from_at bigint not null,
  until_at bigint not null,
  proposed_by text not null references users (id),
  proposed_at bigint not null,
  confirmed_by text references users (id),
  confirmed_at bigint,
  revoked_by text references users (id),
  revoked_at bigint,
  check (from_at < until_at),
  check (proposed_by <> auditor_id and confirmed_by <> auditor_id and confirmed_by <> proposed_by)
);
create index auditor_grants_by_auditor on auditor_grants (auditor_id, id);

create table auditor_grant_bodies (
  grant_id text not null references auditor_grants (id),
  organisation_id text not null references organisations (id),
  primary key (grant_id, organisation_id)
);

-- The reads through a grant, as they are shown to the body.
create table auditor_reads (
  id text primary key,
  grant_id text not null references auditor_grants (id),
  auditor_id text not null references users (id),
  organisation_id text not null references organisations (id),
  route text not null,
  rules text not null,
  at bigint not null
);
create index auditor_reads_by_organisation on auditor_reads (organisation_id, id);
KEPT auditor_reads;

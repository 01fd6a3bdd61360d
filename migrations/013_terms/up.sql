-- The terms of the platform, version by version, and their acceptances for organisations.
create table terms (
  version integer primary key,
  text text not null,
  changes text not null,
  applies_from bigint not null,
  published_at bigint not null,
  published_by text not null references users (id)
);
KEPT terms;

create table terms_acceptances (
  organisation_id text not null references organisations (id),
  version integer not null references terms (version),
  accepted_at bigint not null,
  accepted_by text not null references users (id),
  primary key (organisation_id, version)
);
KEPT terms_acceptances;

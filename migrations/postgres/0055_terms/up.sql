-- The terms of the platform, version by version, and who accepted them for which organisation.
create table terms (
  version integer primary key,
  text text not null,
  changes text not null,
  applies_from bigint not null,
  published_at bigint not null,
  published_by text not null references users (id)
);
create table terms_acceptances (
  organisation_id text not null references organisations (id),
  version integer not null references terms (version),
  accepted_at bigint not null,
  accepted_by text not null references users (id),
  primary key (organisation_id, version)
);
create trigger terms_are_kept before update or delete on terms for each row execute function guildhall_refuses();
create trigger terms_are_not_emptied before truncate on terms for each statement execute function guildhall_refuses();
create trigger terms_acceptances_are_kept before update or delete on terms_acceptances for each row execute function guildhall_refuses();
create trigger terms_acceptances_are_not_emptied before truncate on terms_acceptances for each statement execute function guildhall_refuses();

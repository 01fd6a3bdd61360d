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
create trigger terms_are_kept_from_update before update on terms
begin select raise(abort, 'terms: what is recorded stays as it is'); end;
create trigger terms_are_kept_from_delete before delete on terms
begin select raise(abort, 'terms: what is recorded stays as it is'); end;
create trigger terms_acceptances_are_kept_from_update before update on terms_acceptances
begin select raise(abort, 'terms_acceptances: what is recorded stays as it is'); end;
create trigger terms_acceptances_are_kept_from_delete before delete on terms_acceptances
begin select raise(abort, 'terms_acceptances: what is recorded stays as it is'); end;

-- Keys by which programs act for a member, in one organisation, for some of what the member may do.
create table api_keys (
  id text primary key,
  organisation_id text not null references organisations (id),
  user_id text not null references users (id),
  made_by text not null references users (id),
  name text not null,
  key_hash text not null unique,
  hint text not null,
  scopes text not null,
  networks text not null,
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint
);
create index api_keys_by_organisation on api_keys (organisation_id, id);
-- The hourly job for idle accounts asks whether a person has a working key.
create index api_keys_by_person on api_keys (user_id) where revoked_at is null;

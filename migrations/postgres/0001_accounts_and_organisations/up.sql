create table users (
  id text primary key,
  email text not null unique,
  full_name text not null,
  password_hash text,
  state text not null check (state in ('unverified', 'active', 'suspended', 'closed')),
  administrator boolean not null default false,
  auditor boolean not null default false,
  created_at bigint not null,
  version bigint not null default 1
);

-- One-time links: what they are for, never what they say.
create table user_tokens (
  token_hash text primary key,
  user_id text not null references users (id),
  purpose text not null check (purpose in ('verification', 'password')),
  expires_at bigint not null,
  used_at bigint
);
create index user_tokens_by_user on user_tokens (user_id, purpose);

create table sessions (
  id text primary key,
  user_id text not null references users (id),
  refresh_hash text not null,
  created_at bigint not null,
  refreshed_at bigint not null,
  expires_at bigint not null,
  ended_at bigint
);
create index sessions_by_user on sessions (user_id);

create table organisations (
  id text primary key,
  kind text not null check (kind in ('public_body', 'supplier')),
  name text not null,
  summary text,
  website text,
  state text not null check (state in ('unverified', 'verified', 'rejected', 'suspended')),
  state_note text,
  imported boolean not null default false,
  created_by text references users (id),
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null default 1
);
create index organisations_by_kind on organisations (kind, state, id);
create index organisations_by_name on organisations (kind, name);

create table organisation_identifiers (
  scheme text not null,
  identifier text not null,
  organisation_id text not null references organisations (id),
  primary key (scheme, identifier)
);
create index organisation_identifiers_by_organisation on organisation_identifiers (organisation_id);

create table organisation_themes (
  theme text not null,
  organisation_id text not null references organisations (id),
  primary key (theme, organisation_id)
);
create index organisation_themes_by_organisation on organisation_themes (organisation_id);

create table members (
  organisation_id text not null references organisations (id),
  user_id text not null references users (id),
  roles text not null,
  joined_at bigint not null,
  version bigint not null default 1,
  primary key (organisation_id, user_id)
);
create index members_by_user on members (user_id);

create table invitations (
  id text primary key,
  organisation_id text not null references organisations (id),
  email text not null,
  roles text not null,
  token_hash text not null unique,
  invited_by text not null references users (id),
  created_at bigint not null,
  expires_at bigint not null,
  accepted_at bigint
);
create index invitations_by_organisation on invitations (organisation_id, created_at);

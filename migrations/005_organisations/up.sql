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
  version bigint not null default 1,
  -- The look of the name: no two verified organisations have names that look the same.
  skeleton text,
  -- The queue for verification: waiting since, asked for more since, the answer, and for a verified
  -- organisation, verified again since.
  waiting_since bigint,
  asked_at bigint,
  answer text,
  reverifying_since bigint,
  -- Suspended since, and the state before.
  suspended_at bigint,
  state_before text,
  merged_into text references organisations (id)
);
create index organisations_by_kind on organisations (kind, state, id);
create index organisations_by_name on organisations (kind, name);
create index organisations_by_folded_name on organisations (lower(name)) where imported;
create unique index organisations_by_skeleton on organisations (skeleton) where state = 'verified';
-- The partial index is for uniqueness: no database uses it where the state is a bound value.
create index organisations_by_likeness on organisations (skeleton);
create index organisations_waiting on organisations (waiting_since, id) where waiting_since is not null;
create index organisations_merged_into on organisations (merged_into) where merged_into is not null;

create table organisation_identifiers (
  scheme text not null,
  identifier text not null,
  organisation_id text not null references organisations (id),
  -- The administrator that found the identifier in its register, and when.
  verified_at bigint,
  verified_by text references users (id),
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
  -- Until when an owner has confirmed the place of a member of a public body, and when the owners are
  -- told next that it runs out.
  confirmed_until bigint,
  remind_at bigint,
  primary key (organisation_id, user_id)
);
create index members_by_user on members (user_id);
create index members_to_confirm on members (remind_at) where remind_at is not null;

create table invitations (
  id text primary key,
  organisation_id text not null references organisations (id),
  email text not null,
  roles text not null,
  token_hash text not null unique,
  invited_by text not null references users (id),
  created_at bigint not null,
  expires_at bigint not null,
  accepted_at bigint,
  -- The inviter may withdraw an invitation.
  withdrawn_at bigint
);
create index invitations_by_organisation on invitations (organisation_id, created_at);
create index invitations_by_email on invitations (email);

-- Requests to become a member of a registered organisation, answered by an owner.
create table join_requests (
  id text primary key,
  organisation_id text not null references organisations (id),
  user_id text not null references users (id),
  message text not null,
  asked_at bigint not null,
  answered_at bigint,
  answered_by text references users (id),
  outcome text check (outcome in ('accepted', 'declined', 'withdrawn'))
);
create unique index join_requests_open_once on join_requests (organisation_id, user_id) where answered_at is null;
create index join_requests_waiting on join_requests (organisation_id, id desc) where answered_at is null;
create index join_requests_by_user on join_requests (user_id, id desc);

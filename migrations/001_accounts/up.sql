create table users (
  id text primary key,
  email text not null unique,
  full_name text not null,
  password_hash text,
  state text not null check (state in ('unverified', 'active', 'suspended', 'closed')),
  administrator boolean not null default false,
  auditor boolean not null default false,
  created_at bigint not null,
  version bigint not null default 1,
  -- What an administrator may do for the platform: duties, separated by spaces.
  duties text not null default '' check (administrator or duties = '')
);
create index users_administrators on users (id) where administrator;

-- One-time links: their purpose and the hash of their token, never the token.
create table user_tokens (
  token_hash text primary key,
  user_id text not null references users (id),
  purpose text not null check (purpose in ('verification', 'password')),
  expires_at bigint not null,
  used_at bigint,
  -- The registration: it counts once the address is proved by this very link.
  password_hash text,
  full_name text
);
create index user_tokens_by_user on user_tokens (user_id, purpose);

create table sessions (
  id text primary key,
  user_id text not null references users (id),
  refresh_hash text not null,
  created_at bigint not null,
  refreshed_at bigint not null,
  expires_at bigint not null,
  ended_at bigint,
  -- The device, as the owner of the session knows it.
  user_agent text,
  -- A client that lost the answer to a refresh repeats it with the same key.
  previous_hash text,
  rotation_key text,
  -- Whether a second factor was proved in this session, and when anything was proved last.
  second_factor boolean not null default false,
  proved_at bigint not null default 0,
  wrong_proofs bigint not null default 0
);
create index sessions_by_user on sessions (user_id);

-- An address that is to change: the new one confirms, the old one can take it back.
create table email_changes (
  id text primary key,
  user_id text not null references users (id),
  old_email text not null,
  new_email text not null,
  confirm_hash text not null unique,
  undo_hash text not null unique,
  asked_at bigint not null,
  confirm_until bigint not null,
  confirmed_at bigint,
  undone_at bigint
);
create index email_changes_by_user on email_changes (user_id, asked_at);

-- Known devices: failed attempts of others do not lock the owner out there.
create table user_devices (
  token_hash text primary key,
  user_id text not null references users (id),
  made_at bigint not null,
  expires_at bigint not null
);
create index user_devices_by_user on user_devices (user_id, made_at);

-- An authenticator app: its secret is sealed, and the step of the code that was used last is kept
-- so that no code is used twice.
create table totp_secrets (
  user_id text primary key references users (id),
  sealed_secret text not null,
  last_step bigint not null,
  made_at bigint not null,
  confirmed_at bigint
);

create table recovery_codes (
  code_hash text primary key,
  user_id text not null references users (id),
  used_at bigint
);
create index recovery_codes_by_user on recovery_codes (user_id, used_at);

create table passkeys (
  id text primary key,
  user_id text not null references users (id),
  credential_id text not null unique,
  credential text not null,
  name text not null,
  made_at bigint not null,
  used_at bigint
);
create index passkeys_by_user on passkeys (user_id, id);

-- Challenges that were answered: none is answered twice.
create table spent_challenges (
  id text primary key,
  expires_at bigint not null
);
create index spent_challenges_by_end on spent_challenges (expires_at);

-- Sign-ins between a right password and the second factor.
create table second_steps (
  token_hash text primary key,
  user_id text not null references users (id),
  password_hash text not null,
  user_agent text,
  device_hash text,
  wrong bigint not null,
  expires_at bigint not null
);
create index second_steps_by_user on second_steps (user_id);
create index second_steps_by_end on second_steps (expires_at);

-- Idle accounts: when an account is checked next, and the last warning to its owner.
create table account_looks (
  user_id text primary key references users (id),
  next_at bigint not null,
  told text,
  told_of bigint
);
create index account_looks_due on account_looks (next_at);

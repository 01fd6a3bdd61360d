-- What a session has proved: a second factor at some time, and when it last proved anything.
alter table sessions add column second_factor boolean not null default false;
alter table sessions add column proved_at bigint not null default 0;
alter table sessions add column wrong_proofs bigint not null default 0;

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

-- Between a right password and the second factor.
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

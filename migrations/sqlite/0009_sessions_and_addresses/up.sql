-- What its owner knows a session by.
alter table sessions add column user_agent text;

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

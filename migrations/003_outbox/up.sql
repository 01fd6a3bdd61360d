create table outbox (
  id text primary key,
  lane integer not null,
  kind text not null,
  user_id text references users (id),
  email text not null,
  full_name text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  about text,
  secret boolean not null default false,
  state text not null check (state in ('waiting', 'sent', 'parked')),
  attempts integer not null default 0,
  due_at bigint not null,
  claimed_until bigint,
  claim text,
  last_error text,
  created_at bigint not null,
  sent_at bigint,
  -- Whether the addressee is forgotten once the letter is sent: the last one to a closed account.
  forget boolean not null default false
);
create index outbox_due on outbox (lane, due_at, id) where state = 'waiting';
create index outbox_by_user on outbox (user_id, id desc) where user_id is not null;
-- Letters to or about a person are found without reading all.
create index outbox_by_email on outbox (email);
create index outbox_by_about on outbox (about) where about is not null;

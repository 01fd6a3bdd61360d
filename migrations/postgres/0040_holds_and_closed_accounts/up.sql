-- Whose data must stay as it is, and why: while a hold stands, the account is not closed.
create table legal_holds (
  id text primary key,
  user_id text not null references users (id),
  reason text not null,
  placed_by text not null references users (id),
  placed_at bigint not null,
  lift_reason text,
  lifted_by text references users (id),
  lifted_at bigint
);
create unique index legal_holds_standing on legal_holds (user_id) where lifted_at is null;
create index legal_holds_by_user on legal_holds (user_id, placed_at);

-- A letter whose addressee is forgotten once it is on its way: the last one to a closed account.
alter table outbox add column forget boolean not null default false;

-- What names a person is found without reading everything.
create index outbox_by_email on outbox (email);
create index outbox_by_about on outbox (about) where about is not null;
create index invitations_by_email on invitations (email);

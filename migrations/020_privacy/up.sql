-- Legal holds: while one stands, the account is not closed.
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

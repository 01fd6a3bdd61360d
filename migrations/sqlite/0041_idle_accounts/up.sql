-- When an account is looked at next, and what its owner was told last, by when they were last seen.
create table account_looks (
  user_id text primary key references users (id),
  next_at bigint not null,
  told text,
  told_of bigint
);
create index account_looks_due on account_looks (next_at);

-- Where somebody has signed in before: what others try there does not keep them out.
create table user_devices (
  token_hash text primary key,
  user_id text not null references users (id),
  made_at bigint not null,
  expires_at bigint not null
);
create index user_devices_by_user on user_devices (user_id, made_at);

-- What a registration gave: it counts for whoever proves the address by this very link.
alter table user_tokens add column password_hash text;
alter table user_tokens add column full_name text;

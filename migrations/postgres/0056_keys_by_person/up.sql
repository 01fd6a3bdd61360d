-- Whether somebody has a key that works: the hourly look for accounts that nobody uses asks so of each.
create index api_keys_by_person on api_keys (user_id) where revoked_at is null;

-- The trigger function of every table whose rows are kept as they are recorded.
create function guildhall_refuses() returns trigger language plpgsql as $$
begin raise exception '%: what is recorded stays as it is', tg_table_name; end $$;

-- A closed account is a tombstone: nothing is written on it any more.
create trigger closed_users_are_kept before update or delete on users for each row
  when (old.state = 'closed') execute function guildhall_refuses();

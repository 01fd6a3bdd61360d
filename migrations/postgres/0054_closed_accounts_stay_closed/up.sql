-- What is left of an account after its closure is a tombstone: nothing writes on it any more.
create trigger closed_users_are_kept before update or delete on users for each row
  when (old.state = 'closed') execute function guildhall_refuses();

-- A closed account is a tombstone: nothing is written on it any more.
create trigger closed_users_are_kept_from_update before update on users when old.state = 'closed'
begin select raise(abort, 'users: a closed account stays closed'); end;
create trigger closed_users_are_kept_from_delete before delete on users when old.state = 'closed'
begin select raise(abort, 'users: a closed account stays closed'); end;

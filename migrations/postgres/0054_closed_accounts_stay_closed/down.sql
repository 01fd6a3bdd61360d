drop trigger closed_users_are_kept on users;

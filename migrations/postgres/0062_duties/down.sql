drop index users_administrators;
alter table users drop column duties;

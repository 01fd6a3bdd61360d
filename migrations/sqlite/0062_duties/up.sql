-- What an administrator may do for the platform; those of before go on doing everything.
alter table users add column duties text not null default '' check (administrator or duties = '');
update users set duties = 'administrators assessment people records terms verification' where administrator;
create index users_administrators on users (id) where administrator;

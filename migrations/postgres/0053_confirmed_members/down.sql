drop index members_to_confirm;
alter table members drop column remind_at;
alter table members drop column confirmed_until;

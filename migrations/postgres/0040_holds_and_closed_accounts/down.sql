drop index invitations_by_email;
drop index outbox_by_about;
drop index outbox_by_email;
alter table outbox drop column forget;
drop table legal_holds;

alter table outbox drop column forget;
drop table legal_holds;

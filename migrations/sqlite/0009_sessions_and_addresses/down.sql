drop table email_changes;
alter table sessions drop column user_agent;

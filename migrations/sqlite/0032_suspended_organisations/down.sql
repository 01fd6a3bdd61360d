alter table organisations drop column state_before;
alter table organisations drop column suspended_at;

drop index organisations_merged_into;
alter table organisations drop column merged_into;
drop table mergers;

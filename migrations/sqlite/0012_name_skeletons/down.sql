drop index organisations_by_skeleton;
alter table organisations drop column skeleton;

-- How a name looks: two verified organisations never look the same.
alter table organisations add column skeleton text;
create unique index organisations_by_skeleton on organisations (skeleton) where state = 'verified';

alter table decisions drop column eligibility_notes;
alter table lots drop column eligibility;

drop index organisations_waiting;
alter table organisations drop column reverifying_since;
alter table organisations drop column answer;
alter table organisations drop column asked_at;
alter table organisations drop column waiting_since;

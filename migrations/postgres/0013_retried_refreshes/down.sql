alter table sessions drop column rotation_key;
alter table sessions drop column previous_hash;

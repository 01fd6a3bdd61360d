-- A client that crashed between our answer and its disk asks again with the same key.
alter table sessions add column previous_hash text;
alter table sessions add column rotation_key text;

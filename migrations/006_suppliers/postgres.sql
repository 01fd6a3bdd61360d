-- A profile for every supplier, whichever operation registers it.
create function supplier_profiles_follow() returns trigger language plpgsql as $$
begin
  insert into supplier_profiles (organisation_id, updated_at) values (new.id, new.updated_at);
  return null;
end $$;
create trigger supplier_profiles_after_insert after insert on organisations for each row
  when (new.kind = 'supplier') execute function supplier_profiles_follow();

-- The words of suppliers, weighed: name, other names, summary. Suppliers that are not verified, or do
-- not want to be found, are left out when the directory is asked.
create table supplier_words (
  number bigint primary key references supplier_profiles (number) on delete cascade,
  words tsvector not null
);
create index supplier_words_found on supplier_words using gin (words);
create function supplier_words_of(name text, other_names text, summary text) returns tsvector language sql immutable as $$
  select setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', other_names), 'A')
    || setweight(to_tsvector('english', coalesce(summary, '')), 'B')
$$;
create function supplier_words_follow() returns trigger language plpgsql as $$
begin
  insert into supplier_words (number, words)
  select new.number, supplier_words_of(o.name, new.other_names, o.summary) from organisations o where o.id = new.organisation_id
  on conflict (number) do update set words = excluded.words;
  return null;
end $$;
create trigger supplier_words_after_insert after insert on supplier_profiles for each row
  execute function supplier_words_follow();
create trigger supplier_words_after_update after update of other_names on supplier_profiles for each row
  when (new.other_names <> old.other_names) execute function supplier_words_follow();
create function supplier_words_rename() returns trigger language plpgsql as $$
begin
  insert into supplier_words (number, words)
  select p.number, supplier_words_of(new.name, p.other_names, new.summary) from supplier_profiles p where p.organisation_id = new.id
  on conflict (number) do update set words = excluded.words;
  return null;
end $$;
create trigger supplier_words_after_renaming after update of name, summary on organisations for each row
  when (new.kind = 'supplier' and (old.name, old.summary) is distinct from (new.name, new.summary))
  execute function supplier_words_rename();

-- A profile for every supplier, whichever operation registers it.
create trigger supplier_profiles_after_insert after insert on organisations when new.kind = 'supplier'
begin
  insert into supplier_profiles (organisation_id, updated_at) values (new.id, new.updated_at);
end;

-- The words of suppliers, found by the number of their profile. Suppliers that are not verified, or
-- do not want to be found, are left out when the directory is asked.
create virtual table supplier_words using fts5(
  name, other_names, summary,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
create trigger supplier_words_after_insert after insert on supplier_profiles
begin
  insert into supplier_words (rowid, name, other_names, summary)
  select new.number, o.name, new.other_names, coalesce(o.summary, '') from organisations o where o.id = new.organisation_id;
end;
create trigger supplier_words_after_update after update of other_names on supplier_profiles
  when new.other_names <> old.other_names
begin
  delete from supplier_words where rowid = old.number;
  insert into supplier_words (rowid, name, other_names, summary)
  select new.number, o.name, new.other_names, coalesce(o.summary, '') from organisations o where o.id = new.organisation_id;
end;
create trigger supplier_words_after_delete after delete on supplier_profiles
begin
  delete from supplier_words where rowid = old.number;
end;
create trigger supplier_words_after_renaming after update of name, summary on organisations when new.kind = 'supplier'
begin
  delete from supplier_words where rowid = (select number from supplier_profiles where organisation_id = new.id);
  insert into supplier_words (rowid, name, other_names, summary)
  select p.number, new.name, p.other_names, coalesce(new.summary, '') from supplier_profiles p where p.organisation_id = new.id;
end;

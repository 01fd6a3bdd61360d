-- The words of what is published, found by the number of the opportunity.
create virtual table opportunity_words using fts5(
  title, summary, description, buyer,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
create trigger opportunity_words_after_insert after insert on opportunities when new.published_at is not null
begin
  insert into opportunity_words (rowid, title, summary, description, buyer)
  values (new.number, new.title, new.summary, new.description, new.buyer_name);
end;
create trigger opportunity_words_after_update after update of title, summary, description, buyer_name, published_at on opportunities
begin
  delete from opportunity_words where rowid = old.number and old.published_at is not null;
  insert into opportunity_words (rowid, title, summary, description, buyer)
  select new.number, new.title, new.summary, new.description, new.buyer_name where new.published_at is not null;
end;
create trigger opportunity_words_after_delete after delete on opportunities when old.published_at is not null
begin
  delete from opportunity_words where rowid = old.number;
end;

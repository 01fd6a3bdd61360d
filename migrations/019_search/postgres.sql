-- The words of what is published, weighed: title, summary and buyer, description.
create table opportunity_words (
  number bigint primary key references opportunities (number) on delete cascade,
  words tsvector not null
);
create index opportunity_words_found on opportunity_words using gin (words);
create function opportunity_words_follow() returns trigger language plpgsql as $$
begin
  if new.published_at is null then
    delete from opportunity_words where number = new.number;
  else
    insert into opportunity_words (number, words) values (new.number,
      setweight(to_tsvector('english', new.title), 'A') || setweight(to_tsvector('english', new.summary), 'B')
      || setweight(to_tsvector('english', new.buyer_name), 'B') || setweight(to_tsvector('english', left(new.description, 20000)), 'C'))
    on conflict (number) do update set words = excluded.words;
  end if;
  return null;
end $$;
create trigger opportunity_words_after_insert after insert on opportunities for each row
  when (new.published_at is not null) execute function opportunity_words_follow();
create trigger opportunity_words_after_update after update of title, summary, description, buyer_name, published_at on opportunities
  for each row when ((old.title, old.summary, old.description, old.buyer_name, old.published_at)
    is distinct from (new.title, new.summary, new.description, new.buyer_name, new.published_at))
  execute function opportunity_words_follow();

drop trigger opportunity_words_after_update on opportunities;
drop trigger opportunity_words_after_insert on opportunities;
drop function opportunity_words_follow();
drop table opportunity_words;

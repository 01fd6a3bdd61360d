SQLITE drop trigger opportunity_words_after_insert;
SQLITE drop trigger opportunity_words_after_update;
SQLITE drop trigger opportunity_words_after_delete;
POSTGRES drop function opportunity_words_follow() cascade;
drop table opportunity_words;

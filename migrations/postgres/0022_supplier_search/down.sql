drop trigger supplier_words_after_renaming on organisations;
drop function supplier_words_rename();
drop trigger supplier_words_after_update on supplier_profiles;
drop trigger supplier_words_after_insert on supplier_profiles;
drop function supplier_words_follow();
drop table supplier_words;
drop function supplier_words_of(text, text, text);

drop trigger supplier_words_after_renaming;
drop trigger supplier_words_after_delete;
drop trigger supplier_words_after_update;
drop trigger supplier_words_after_insert;
drop table supplier_words;

drop table contracts;
drop table decisions;

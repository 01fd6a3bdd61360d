drop table contracts;

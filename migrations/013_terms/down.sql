drop table terms_acceptances;
drop table terms;

drop table mail_domains;

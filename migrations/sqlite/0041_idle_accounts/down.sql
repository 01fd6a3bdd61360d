drop table account_looks;

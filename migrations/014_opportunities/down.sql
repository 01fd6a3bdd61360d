drop table imported_awards;
drop table amendments;
drop table lot_keys;
drop table lots;
drop table opportunity_codes;
drop table opportunities;

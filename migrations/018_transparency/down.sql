drop table imported_releases;

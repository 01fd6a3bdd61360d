drop table mergers;

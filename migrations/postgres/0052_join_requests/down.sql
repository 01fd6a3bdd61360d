drop table join_requests;

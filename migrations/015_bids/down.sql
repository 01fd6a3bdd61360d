drop table bid_partners;
drop table opening_approvals;
drop table bid_submissions;
drop table bids;
drop table supplier_keys;

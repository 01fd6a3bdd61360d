drop table bid_partners;

-- What a supplier has to be, or to have, for a lot; none where nothing is asked.
alter table lots add column eligibility text;
-- Which conditions the awarded bids did not meet when the decision was proposed, with the chair's note on each.
alter table decisions add column eligibility_notes text not null default '[]';

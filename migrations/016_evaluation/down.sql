drop table rankings;
drop table consensus_marks;
drop table score_submissions;
drop table scores;
drop table declarations;
drop table panel_members;

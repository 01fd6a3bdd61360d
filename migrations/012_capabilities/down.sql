drop table capabilities;
drop table capability_revocations;
drop table capability_assessments;
drop table capability_applications;
drop table capability_categories;

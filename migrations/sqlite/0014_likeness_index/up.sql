-- The partial one is for uniqueness: no database looks into it for a state that is bound.
create index organisations_by_likeness on organisations (skeleton);

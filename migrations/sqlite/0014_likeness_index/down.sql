drop index organisations_by_likeness;

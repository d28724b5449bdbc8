"""Routes of a case, for its person and for staff."""

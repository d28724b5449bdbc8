"""The life of a case: stages, changes, trail, messages, staff."""

"""The caller's side of a call."""

"""Routes of a citizen's session: signing in, what was lost, one's own case."""

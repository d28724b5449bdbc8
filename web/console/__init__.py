"""The agency's console: call-takers, reviewers, supervisors and administrators at their work."""

"""Reviewers say what a caller's turn was: one at a time, those first whose label teaches most, by one key each."""

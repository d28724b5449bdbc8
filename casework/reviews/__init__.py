"""Turns that a model judged, ranked by what a label would teach, and what reviewers say of them."""

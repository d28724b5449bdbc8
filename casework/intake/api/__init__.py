"""Routes by which a report is taken."""

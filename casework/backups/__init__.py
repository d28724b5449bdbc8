"""Backups: a moment of the database and its files in one folder, checked when it is brought back; keys are never in it."""

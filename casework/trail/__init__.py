"""Who acts, and what is written down of it: people and roles, the audit trail, its guard in the database."""

"""A citizen signs in to their own report or case: by code and PIN, a code that was sent, or an invitation of the agency."""

"""English as people say and hear it."""

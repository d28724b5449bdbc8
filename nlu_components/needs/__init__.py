"""Which need, or which move of the talk."""

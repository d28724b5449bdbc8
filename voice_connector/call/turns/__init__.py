"""Whose turn it is: barge-in, silence, keys, holding on."""

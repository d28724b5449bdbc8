"""A share of the calls for a candidate, watched: it is returned by itself when what happens to its callers leaves its bands."""

"""Sound as numbers: codecs and sample rates."""

"""Whether a model may take calls: measured beside the one in use, on words that neither was trained on, by rules as data."""

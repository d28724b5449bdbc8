"""Places in a turn, by grammar and the agency's gazetteer."""

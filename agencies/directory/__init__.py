"""Who handles what: needs, questions, destinations, hours, notices; how they are read and decided."""

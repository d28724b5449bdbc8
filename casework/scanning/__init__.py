"""Files that people sent wait in quarantine until a scanner, or a person who answers for it, says that they are clean."""

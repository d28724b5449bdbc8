"""What callers may have looked up in the city's own sources before they are put through: one interface, one source a file."""

"""lookups.yml: what callers may have looked up before they are put through, from which source, and what is said of it."""

"""Our side of a call."""

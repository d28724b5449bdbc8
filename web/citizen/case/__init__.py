"""Follow a report: where it is and what comes next, messages both ways, how to be told, take back, keep a copy."""

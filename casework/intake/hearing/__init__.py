"""What one breath tells of a report."""

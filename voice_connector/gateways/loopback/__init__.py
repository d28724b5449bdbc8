"""A call without a telephone: recordings, or text spoken by our own voice, play the caller."""

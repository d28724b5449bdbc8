"""Call records and hand-over tickets."""

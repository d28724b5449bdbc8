"""Taking a report in conversation: what is asked next, what a turn did, how it ends."""

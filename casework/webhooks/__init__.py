"""The agency's own addresses that hear of changes: put in, written to in the transaction of the change, delivered."""

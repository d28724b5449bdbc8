"""The life of a case: its stages and who may change them, what is written about each change, and who is told."""

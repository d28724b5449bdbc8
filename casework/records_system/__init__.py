"""The agency's own records system: updates in, a file of cases out."""

"""Kinds of report as an agency writes them: sections, questions, checks."""

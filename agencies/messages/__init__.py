"""Texts, e-mails and calls that tell people how their report is going, as an agency writes them."""

"""Telling people what happens to their report: contacts, the outbox, who may be told what, and delivery by text, e-mail or voice."""

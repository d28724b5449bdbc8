"""Figures of an agency's work in a period: calls and chats, hand-overs, cases, messages; how each is counted stands in shapes.py."""

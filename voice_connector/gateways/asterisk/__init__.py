"""Calls from an Asterisk: its WebSocket channel, and AudioSocket for versions that have no WebSocket channel."""

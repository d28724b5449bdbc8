"""Chats that outlive their process: each is kept where another connector, or this one after a restart, goes on with it."""

"""The bot as the call sees it: messages go out, decisions come back."""

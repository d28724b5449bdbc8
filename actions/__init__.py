"""The bot's custom actions, one topic a file: ask casework, decide, speak. No SQL and no database here."""

"""Where the bot's conversations live between turns: Rasa's SQL store, made fast for SQLite and deleted in time."""

"""The registry of the bot's models as the console sees it, and what its people wish of them; the machine that has the models does it."""

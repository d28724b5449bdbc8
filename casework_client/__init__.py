"""One client of casework's contract, for the bot, the connector and the pages."""

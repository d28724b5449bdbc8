"""The telephone: carries a caller's speech to the bot and the bot's answer back, and hands over to a person when that is better."""

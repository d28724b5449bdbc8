"""Calls from Twilio: by its media stream with our own ears and voice, or by its recogniser and voice."""

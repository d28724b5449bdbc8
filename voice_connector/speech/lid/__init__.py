"""Which language: from the sound for calls, from the text for chat."""

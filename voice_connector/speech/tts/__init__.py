"""Text to speech: one file per voice, prompts kept once they are spoken."""

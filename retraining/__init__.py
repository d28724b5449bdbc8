"""Better models from more examples: the sentence encoder fitted to how callers talk."""

"""Where Rasa's own way costs too much on every turn; each file says what it replaces and why that is safe."""

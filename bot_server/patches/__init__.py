"""Where Rasa's own way costs too much on every turn, or at every training; each file says what it replaces and why that is safe."""

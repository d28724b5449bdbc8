"""Custom Rasa graph components: what a caller said becomes an embedding, an emergency verdict, a need and facts.

Importing this package does not import Rasa; the pure parts (`spoken_numbers`, `places`) are usable anywhere.
"""

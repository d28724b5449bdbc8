"""Rasa's server as it comes, with its calls to the action server made fast and made to fail towards a person."""

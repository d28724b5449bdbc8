"""Rasa's server as it comes, with its turn made fast and its calls to the action server made to fail towards a person."""

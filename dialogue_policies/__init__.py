"""Custom Rasa policies: what must happen whatever the dialogue was doing."""

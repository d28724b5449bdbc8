"""An agency's files, changed from the console: checked before they count, with who and when, and a way back."""

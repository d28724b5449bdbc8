"""Speech: what turns a caller's sound into text and our text into sound, shared by every call of the process."""

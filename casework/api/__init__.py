"""The JSON API: what comes in and goes out (shapes), how it is guarded (guard), and one file a topic."""

"""Speech to text: one file per engine, one for running them off the event loop."""

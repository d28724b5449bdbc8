"""The call record, and where it waits while casework is down."""

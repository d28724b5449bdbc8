"""The agencies that this casework serves."""

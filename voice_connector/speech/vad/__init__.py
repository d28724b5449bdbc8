"""Whether someone speaks."""

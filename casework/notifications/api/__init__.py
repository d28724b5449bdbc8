"""Routes of notifications, and what vendors call back."""

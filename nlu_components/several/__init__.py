"""One breath that holds two needs, or takes the first one back."""

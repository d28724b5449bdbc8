"""What a turn tells beside the need."""

"""Call-backs: a caller whom nobody could take leaves a number and a time, and a call-taker rings back."""

"""How a call ends or is handed over."""

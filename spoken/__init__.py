"""What words mean and how values are said, one folder a language. Pure; bot, casework, connector and pages use it."""

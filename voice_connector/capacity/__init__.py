"""How many calls this process can serve well."""

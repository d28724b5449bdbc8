"""The agency's people: their accounts and roles, password and second factor, and the sessions in which they act."""

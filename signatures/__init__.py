"""How we know who sent a request: the proofs that carriers put on theirs. Pure; any room may import it."""

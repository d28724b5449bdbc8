"""How we know who sent a request: the proofs that carriers put on theirs, the credentials and certificates of our own parts."""

"""Ways for a caller to reach us, one folder each: a pure codec and a server, or a loopback that needs no telephone."""

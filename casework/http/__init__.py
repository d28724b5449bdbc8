"""What every route shares: authentication, actors, shapes, health, the contract."""

"""What sensors say of the world: their state, their history, and what is not known."""

"""A network of fibre of its own, as an authority lays one for its offices."""

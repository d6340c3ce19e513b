"""What could be built: works at places, and what ties them to the network."""

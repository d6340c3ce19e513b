"""Where things are: grids, terrain, distances, settlements."""

"""What the map shows: layers, the tiles and features of each, what is at a point."""

"""Files to nouns and back: tables, rasters, province and results directories."""

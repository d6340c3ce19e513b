"""Address codes of households: a postcode and a place code, read, written, given."""

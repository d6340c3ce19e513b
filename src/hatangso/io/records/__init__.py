"""From tables to the records of a kind, and back to files that others fill in."""

"""Service quality: what tests of connections say, and against which regulation."""

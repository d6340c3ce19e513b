"""Made-up records of the digital systems of the shipped provinces."""

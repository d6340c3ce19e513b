"""How much signal arrives: one module per Recommendation, antennas, coverage."""

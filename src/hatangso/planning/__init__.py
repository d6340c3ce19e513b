"""What to build: candidates, optimisation with a proof, the cost curve."""

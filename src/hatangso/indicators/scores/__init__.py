"""Scores and ranks: official schemes as data, what is unconfirmed left open."""

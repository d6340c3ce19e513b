"""Arithmetic audit of printed figures: doubts with their computation."""

"""Frozen nouns that every other package speaks of; no logic to speak of."""

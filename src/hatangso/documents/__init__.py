"""Nouns to documents that people read: the report."""

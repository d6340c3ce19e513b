"""Kinds of official documents: the facts of each, and how they become a document."""

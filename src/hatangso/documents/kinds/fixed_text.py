"""Sentences without a number in them."""

from hatangso.documents.official.spans import Sentence

__all__ = ["said"]


def said(text: str) -> Sentence:
    """Return a text as a sentence."""
    return (text,)

"""Texts as they are kept: composed, and free of signs that nobody sees."""

import unicodedata

from hatangso.errors import InvalidInputError

__all__ = ["cut_line", "kept_line", "kept_text"]

# Signs that turn the direction of writing, with which a text shows as another.
_TURNING = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}


def kept_text(text: str, *, what: str, most: int) -> str:
    r"""Return a text without control signs and without blanks at its ends.

    Args:
        text: Of several lines; what a form sends.
        what: Name of the text, for the error.
        most: How many signs it may have.

    Raises:
        InvalidInputError: It is longer.

    >>> kept_text(" No signal\x00 at\r\nthe school ", what="text", most=100)
    'No signal at\nthe school'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join(map(_visible, lines)).strip()
    if len(kept) > most:
        raise InvalidInputError(
            "{what} has {length} characters: shorten it to {most}",
            what=what,
            length=len(kept),
            most=most,
        )
    return kept


def kept_line(text: str, *, what: str, most: int) -> str:
    """Return a text of one line: breaks become blanks.

    Raises:
        InvalidInputError: It is longer than ``most`` signs.
    """
    # Twice: a sign that nobody sees may stand between two blanks.
    shown = _visible(" ".join(text.split()))
    return kept_text(" ".join(shown.split()), what=what, most=most)


def cut_line(text: str, *, most: int = 500) -> str:
    """Return a text of one line, cut where it is longer: to note it, or to look for it.

    Databases take no halves of signs, and PostgreSQL no zero, in a question either.
    """
    return kept_line(text[:most], what="", most=most)


def _visible(line: str) -> str:
    """Return a line of whole signs that a reader sees."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", line.replace("\t", " "))
        if unicodedata.category(sign) not in _INVISIBLE and sign not in _TURNING
    )

"""Names of sheets: short, without signs that are not allowed, no two alike."""

import re
from collections.abc import Iterable

from hatangso.documents.workbook.cells import plain_text

__all__ = ["SheetNames"]

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")
_RESERVED = "history"  # of Excel itself


class SheetNames:
    """The names that a workbook has given so far."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Keep names that no table may get."""
        self._taken = {_RESERVED, *(name.casefold() for name in taken)}

    def name_for(self, caption: str, usual: str) -> str:
        """Return a name of at most 31 signs that no sheet has yet.

        Args:
            caption: Of the table; cut at a word where it is too long.
            usual: What the sheet is called when nothing of the caption is left.
        """
        plain = _FORBIDDEN.sub(" ", plain_text(caption)).strip(" '") or usual
        name, number = _cut(plain, _LONGEST), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = _cut(plain, _LONGEST - len(ending)) + ending
        self._taken.add(name.casefold())
        return name


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    start, _, _ = text[: length + 1].rpartition(" ")
    return (start or text[:length]).rstrip(" ,;.\N{EN DASH}-'")

"""Signs that the shipped fonts can print; another would make a PDF nobody may file."""

import re
import unicodedata
from functools import cache

from hatangso.documents.pdf.typesetting import FONTS_FOLDER

__all__ = ["printable"]

MISSING_SIGN = "□"
"""Stands for a sign that the fonts do not have."""
BREAK_HERE = "\N{ZERO WIDTH SPACE}"
_SPACES = {
    "\t": " ",
    "\r\n": "\n",
    "\r": "\n",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
}
_SPACE = re.compile("|".join(_SPACES))


def printable(text: str) -> str:
    """Return a text of which every sign is in the fonts.

    Letters and marks that stand apart are joined; what has no shape goes; what the
    fonts do not know becomes an empty box.
    """
    joined = unicodedata.normalize("NFC", text)
    if _known_text().fullmatch(joined):
        return joined
    spaced = _SPACE.sub(lambda found: _SPACES[found.group()], joined)
    return _unknown_sign().sub(_replacement, spaced)


def _replacement(found: re.Match[str]) -> str:
    is_shapeless = unicodedata.category(found.group()) in {"Cc", "Cf", "Cs", "Mn"}
    return "" if is_shapeless else MISSING_SIGN


@cache
def _known_text() -> re.Pattern[str]:
    return re.compile(f"[{_known()}]*")


@cache
def _unknown_sign() -> re.Pattern[str]:
    return re.compile(f"[^{_known()}]")


def _known() -> str:
    signs = (FONTS_FOLDER / "signs.txt").read_text(encoding="utf-8")
    return re.escape(signs.rstrip("\n")) + "\n" + BREAK_HERE

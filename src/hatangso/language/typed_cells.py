"""What typed cells have in common: doubts, signs for nothing, plain signs."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from hatangso.errors import Message, Severity
from hatangso.language.words import fold

__all__ = ["Cell", "Doubt", "is_nothing", "plain_text", "refused"]

# What a spreadsheet gives; None is an empty cell.
Cell = str | int | float | bool | date | datetime | time | None

# Without diacritics; a dash may be any of the three.
_NOTHING = frozenset(
    {
        *("-", "--", "---", "\u2013", "\u2014", "...", "..", ".", "/", "//", "_", "?"),
        *("n/a", "na", "n.a", "n.a.", "nil", "null", "none", "nan", "kxd", "k.x.d"),
        *("chua", "ko", "kc"),
        "khong co",
        "khong xac dinh",
        "khong ro",
        "khong biet",
        "khong co so lieu",
        "khong co thong tin",
        "chua co",
        "chua co so lieu",
        "chua co thong tin",
        "chua xac dinh",
        "chua ro",
        "chua biet",
        "chua thong ke",
        "chua cap nhat",
        "chua bao cao",
        "dang cap nhat",
        "dang ra soat",
        "not available",
        "not known",
        "unknown",
        "ko co",
        "k co",
    }
)
_SIGNS = str.maketrans({"\u2212": "-", "\u2044": "/", "\u2215": "/"})
_RAISED_DIGIT = re.compile(
    r"[0-9][\u00b2\u00b3\u00b9\u2070-\u209f\u00bc-\u00be\u2150-\u215e]"
)


@dataclass(frozen=True)
class Doubt:
    """Why a cell is not simply what it says, and how to mend it.

    Attributes:
        severity: ERROR when the cell has no value by it.
    """

    severity: Severity
    problem: Message
    fix: Message


def refused(problem: Message, fix: Message) -> Doubt:
    """Return the doubt that leaves a cell without a value."""
    return Doubt(Severity.ERROR, problem, fix)


def is_nothing(text: str) -> bool:
    """Tell whether a text is one of the ways to say that nothing is known.

    >>> is_nothing("-"), is_nothing("KXĐ"), is_nothing("chưa có"), is_nothing("0")
    (True, True, True, False)
    """
    return not text or fold(plain_text(text)) in _NOTHING


def plain_text(text: str) -> str:
    r"""Return a text with ordinary spaces, digits and signs, without a leading tick.

    Raised digits and fractions (``10²``, ``2½``) stay as they are: nobody may take them
    for ordinary ones.

    >>> plain_text("'1\u00a0234,5\u202fm²")
    '1 234,5 m2'
    """
    if text.isascii():
        return " ".join(text.strip().removeprefix("'").split())
    text = text.translate(_SIGNS)
    is_raised = _RAISED_DIGIT.search(text)
    text = unicodedata.normalize("NFC" if is_raised else "NFKC", text)
    kept = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(kept.strip().removeprefix("'").split())

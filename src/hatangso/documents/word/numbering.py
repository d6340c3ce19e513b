"""How headings, dashes and annexes are numbered: by Word, not by typed figures."""

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.word.elements import TWIPS_PER_MM, Element, w

__all__ = ["ANNEXES", "DASHES", "HEADINGS", "annex_headings", "numbering"]

HEADINGS = 1
DASHES = 2
ANNEXES = 3
"""Numberings that are always there; those of the annexes' headings follow."""


def annex_headings(annex_at: int) -> int:
    """Return the numbering of the headings in an annex, counted from 0."""
    return ANNEXES + 1 + annex_at


def numbering(annex_count: int) -> Element:
    """Return the part of numberings; the headings of each annex begin again.

    A single annex has no number.
    """
    word = decree_30().words["annex"]
    outline = w(
        "abstractNum",
        w("multiLevelType", val="multilevel"),
        _level(0, "upperRoman", "%1.", "Heading1"),
        _level(1, "decimal", "%2.", "Heading2"),
        _level(2, "lowerLetter", "%3)", "Heading3"),
        abstractNumId=HEADINGS,
    )
    dashes = w(
        "abstractNum",
        w("multiLevelType", val="singleLevel"),
        _level(0, "bullet", "-", "ListBullet"),
        abstractNumId=DASHES,
    )
    annexes = w(
        "abstractNum",
        w("multiLevelType", val="singleLevel"),
        _annex_level(word if annex_count == 1 else f"{word} %1"),
        abstractNumId=ANNEXES,
    )
    kept = [_number(code, code) for code in (HEADINGS, DASHES, ANNEXES)]
    again = [_restarted(annex_headings(at)) for at in range(annex_count)]
    return w("numbering", outline, dashes, annexes, *kept, *again)


def _annex_level(text: str) -> Element:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="upperRoman"),
        w("pStyle", val="AnnexTitle"),
        w("suff", val="nothing"),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=0, firstLine=0)),
        ilvl=0,
    )


def _level(level: int, form: str, text: str, style: str) -> Element:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("pStyle", val=style),
        w("suff", val="space"),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=0, firstLine=_first_line())),
        ilvl=level,
    )


def _first_line() -> int:
    return round(decree_30().lengths["first_line_mm"] * TWIPS_PER_MM)


def _number(code: int, abstract: int) -> Element:
    return w("num", w("abstractNumId", val=abstract), numId=code)


def _restarted(code: int) -> Element:
    made = _number(code, HEADINGS)
    for level in range(3):
        made.append(w("lvlOverride", w("startOverride", val=1), ilvl=level))
    return made

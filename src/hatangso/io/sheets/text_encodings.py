"""Read texts that were typed before Unicode, in workbooks as in plain text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.table_words import is_header_word
from hatangso.language.legacy_encodings import (
    Encoding,
    EncodingDecision,
    recognised_encoding,
    to_unicode,
)

__all__ = ["encoding_findings", "in_unicode"]

# So many different texts tell the encoding.
_MOST_TEXTS = 300
# Signs between 0x80 and 0xFF that no Vietnamese text in Unicode has within a word.
_ODD = re.compile(
    "[\x80-\x9f\xa1-\xbf\xc4-\xc7\xcb\xce\xcf\xd0\xd1\xd6-\xd8\xdb\xdc\xde-\xdf"
    "\xe4-\xe7\xeb\xee\xef\xf0\xf1\xf6-\xf8\xfb\xfc\xfe\xff]"
)


def in_unicode(
    rows: Sequence[Sequence[object]],
) -> tuple[Sequence[Sequence[object]], EncodingDecision]:
    """Return rows with all texts in Unicode, and how they were written.

    A sheet is mostly of one encoding; a column that somebody pasted from an older file
    may be of another. The cells must not be trimmed yet: letters of old encodings look
    like spaces.
    """
    cells = chain.from_iterable(rows)
    foreign = [c for c in cells if type(c) is str and not c.isascii()]
    texts = list(dict.fromkeys(foreign))
    decision = recognised_encoding(_some(texts))
    if decision.encoding is not Encoding.UNICODE:
        read = _read(texts, decision.encoding)
        return [[_looked_up(read, cell) for cell in row] for row in rows], decision
    if not any(map(_ODD.search, texts)):
        return rows, decision
    return _by_column(rows, decision)


def _by_column(
    rows: Sequence[Sequence[object]], decision: EncodingDecision
) -> tuple[Sequence[Sequence[object]], EncodingDecision]:
    """Return rows of a sheet in Unicode with its columns that are in old encodings."""
    columns = [list(cells) for cells in zip_longest(*rows)]
    for index, cells in enumerate(columns):
        texts = [c for c in dict.fromkeys(cells) if type(c) is str and not c.isascii()]
        if not any(map(_ODD.search, texts)):
            continue
        found = recognised_encoding(_some(texts))
        if found.encoding is Encoding.UNICODE or not found.is_certain:
            continue
        text = "a column is written in {encoding}, the others in Unicode"
        note = Message(text, {"encoding": str(found.encoding)})
        decision = replace(found, notes=(*decision.notes, *found.notes, note))
        read = _read(texts, found.encoding)
        columns[index] = [_looked_up(read, cell) for cell in cells]
    return list(zip(*columns, strict=True)), decision


def _read(texts: Iterable[str], encoding: Encoding) -> dict[str, str]:
    """Return texts with how they read; titles may have been typed anew."""
    return {
        text: to_unicode(text, encoding)
        for text in texts
        if _ODD.search(text) or not is_header_word(text)
    }


def _some(texts: Sequence[str]) -> Sequence[str]:
    return texts[:: max(1, len(texts) // _MOST_TEXTS)]


def _looked_up(read: Mapping[str, str], cell: object) -> object:
    return read.get(cell, cell) if type(cell) is str else cell


def encoding_findings(decision: EncodingDecision, place: Place) -> list[Finding]:
    """Return a warning when texts may be written otherwise than they were read."""
    if decision.is_certain or decision.encoding is Encoding.UNICODE:
        return []
    text = "the letters may be in {encoding}; {percent:.0f} % of the words read well so"
    values = {
        "encoding": str(decision.encoding),
        "percent": 100 * decision.certainty_ratio,
    }
    fix = Message("look at the texts, or save the file in Unicode (UTF-8)")
    return [Finding(Severity.WARNING, place, Message(text, values), fix)]

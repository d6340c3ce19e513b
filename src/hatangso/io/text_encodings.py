"""Read texts that were typed before Unicode, in workbooks as in plain text."""

from collections.abc import Sequence
from itertools import chain, islice

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.language.legacy_encodings import (
    Encoding,
    EncodingDecision,
    recognised_encoding,
    to_unicode,
)

__all__ = ["encoding_findings", "in_unicode"]

# So many different texts tell the encoding.
_MOST_TEXTS = 300


def in_unicode(
    rows: Sequence[Sequence[object]],
) -> tuple[Sequence[Sequence[object]], EncodingDecision]:
    """Return rows with all texts in Unicode, and how they were written.

    The cells must not be trimmed yet: letters of old encodings look like spaces.
    """
    texts = dict.fromkeys(
        cell
        for cell in chain.from_iterable(rows)
        if type(cell) is str and not cell.isascii()
    )
    step = max(1, len(texts) // _MOST_TEXTS)
    decision = recognised_encoding(islice(texts, 0, None, step))
    if decision.encoding is Encoding.UNICODE:
        return rows, decision
    read = {text: to_unicode(text, decision.encoding) for text in texts}
    return (
        [
            [read.get(cell, cell) if type(cell) is str else cell for cell in row]
            for row in rows
        ],
        decision,
    )


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

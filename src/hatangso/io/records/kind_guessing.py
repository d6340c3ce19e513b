"""Guess what kind of records a table holds, by its columns, title and sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from hatangso.errors import Message
from hatangso.io.records.column_terms import KindTerms, joined
from hatangso.model.file_reading import Question
from hatangso.model.raw_table import RawTable
from hatangso.model.record_kind import RecordKind

__all__ = ["KindGuess", "guess_kind", "terms_of"]

_LEAST_SCORE = 0.42
_SURE_MARGIN = 0.08
_MOST_ANSWERS = 5
_LIST = re.compile(r"\bds\b[.\s_]*", re.IGNORECASE)
# Letters of a name in a title that are enough, and of a sheet's name that say anything.
_LONG_NAME, _SHORT_NAME, _PART_RATIO = 8, 3, 0.5
# Columns that are less alike to any field speak for no kind.
_LEAST_ALIKE = 0.5


@dataclass(frozen=True)
class KindGuess:
    """The likeliest kind, and the question when others are as likely."""

    kind: str
    certainty_ratio: float
    question: Question | None = None


@lru_cache(maxsize=64)
def terms_of(kind: RecordKind) -> KindTerms:
    """Return what a kind's fields are called; made once for each kind."""
    return KindTerms(kind)


def guess_kind(table: RawTable, kinds: Mapping[str, RecordKind]) -> KindGuess:
    """Return the kind that a table is likeliest of.

    The kind is empty when nothing speaks for any.
    """
    scores = {code: _score(table, kind) for code, kind in kinds.items()}
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked:
        return KindGuess("", 0.0)
    best = scores[ranked[0]]
    margin = best - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    certainty = min(1.0, best, 0.8 + margin - _SURE_MARGIN)
    if best >= _LEAST_SCORE and margin >= _SURE_MARGIN:
        return KindGuess(ranked[0], max(0.8, certainty))
    text = "what kind of records does the table hold?"
    likely = [code for code in ranked if scores[code] > 0.5 * _LEAST_SCORE]
    answers = tuple(likely[:_MOST_ANSWERS]) or tuple(ranked)
    question = Question("kind", Message(text), answers)
    kind = ranked[0] if best >= _LEAST_SCORE else ""
    return KindGuess(kind, min(certainty, 0.79), question)


def _score(table: RawTable, kind: RecordKind) -> float:
    """Return how much its columns, required fields and the title speak for a kind."""
    terms = terms_of(kind)
    best: dict[str, float] = {}
    for column in table.columns:
        like = terms.alikeness(column.names)
        name = max(like, key=lambda n: like[n], default="")
        if name and like[name] >= _LEAST_ALIKE:
            best[name] = max(best.get(name, 0.0), like[name])
    columns = max(1, len(table.columns))
    required = [field.name for field in kind.fields if field.is_required]
    met = sum(best.get(name, 0.0) for name in required) / max(1, len(required))
    return (
        0.6 * sum(best.values()) / columns
        + 0.2 * met
        + 0.1 * len(best) / max(1, len(kind.fields))
        + 0.25 * _titled(table, kind)
    )


def _titled(table: RawTable, kind: RecordKind) -> float:
    """Return how much of a name of the kind stands in the title or sheet's name."""
    file = table.file.rpartition(".")[0]
    said = [_LIST.sub("danh sách ", line) for line in (table.sheet, *table.title, file)]
    whole = joined(" ".join(said))
    names = [joined(name) for name in (kind.name_vi, kind.name_en, *kind.synonyms)]
    longest = max((len(name) for name in names if name in whole), default=0)
    if longest:
        return min(1.0, longest / _LONG_NAME)
    # A sheet called BTS speaks for the kind one of whose names holds that word.
    sheet = joined(table.sheet)
    is_part = len(sheet) >= _SHORT_NAME and any(sheet in name for name in names)
    return _PART_RATIO if is_part else 0.0

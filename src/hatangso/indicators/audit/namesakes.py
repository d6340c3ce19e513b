"""Figures that sound alike and must not be compared, and documents that stand twice."""

from collections.abc import Iterable, Sequence

from hatangso.errors import Message
from hatangso.indicators.audit.readings import Reading, of, side_by_side
from hatangso.indicators.audit.rules import Alike, AuditRules, Level
from hatangso.language import fold
from hatangso.model.indicator import AuditRecord, IssuingDocument

__all__ = ["alike", "documents_twice", "levels"]

_WHOLE_PERCENT = 100.0
_DIFFERENCES = {
    "denominator": Message("names that sound alike count over different things"),
    "method": Message("names that sound alike are measured in different ways"),
    "index": Message("ranks of different indices are no series"),
}


def alike(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return the indicators of a province that are easily taken for one."""
    return [
        record for rule in rules.alike for record in _alike(rule, readings) if record
    ]


def _alike(rule: Alike, readings: Sequence[Reading]) -> list[AuditRecord]:
    found = [item for code in rule.indicators for item in of(readings, code)]
    if len({item.indicator for item in found}) < 2:  # noqa: PLR2004 - one alone is clear
        return []
    # A gap for each number, so that it is written as the reader's language does.
    gaps = "; ".join(
        f"{{id_{n}}}: {{value_{n}:.10g}} {{unit_{n}}}" for n in range(len(found))
    )
    numbers: dict[str, object] = {}
    for n, item in enumerate(found):
        numbers |= {f"id_{n}": item.id, f"unit_{n}": item.figure.unit}
        numbers[f"value_{n}"] = item.value
    return [
        AuditRecord(
            rule="names_alike",
            figures=tuple(item.id for item in found),
            problem=_DIFFERENCES[rule.difference],
            arithmetic=Message(gaps, numbers),
            suggestion=Message("never compare them; name each with its definition"),
            is_note=True,
        )
    ]


def levels(readings: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return wholes of a coarse level beside what a fine level lacks."""
    return [record for rule in rules.level for record in _levels(rule, readings)]


def _levels(rule: Level, readings: Sequence[Reading]) -> list[AuditRecord]:
    return [
        AuditRecord(
            rule="levels_differ",
            figures=(coarse.id, fine.id),
            problem=Message("all of the larger units, but not all within them"),
            arithmetic=Message(
                "{coarse:.10g} {coarse_unit} and {fine:.10g} {fine_unit}",
                {
                    "coarse": coarse.value,
                    "coarse_unit": coarse.figure.unit,
                    "fine": fine.value,
                    "fine_unit": fine.figure.unit,
                },
            ),
            suggestion=Message("both can be true: say the level with each number"),
            is_note=True,
        )
        for coarse, fine in side_by_side(
            readings, rule.coarse, rule.fine or rule.lacking
        )
        if coarse.value >= _WHOLE_PERCENT
        and (fine.value > 0 if rule.lacking else fine.value < _WHOLE_PERCENT)
    ]


def documents_twice(documents: Iterable[IssuingDocument]) -> list[AuditRecord]:
    """Return documents that stand twice under different identifiers."""
    seen: dict[tuple[str, str], IssuingDocument] = {}
    records = []
    for document in sorted(documents, key=lambda item: item.id):
        key = (fold(document.title_vi), fold(document.issuer))
        first = seen.setdefault(key, document)
        if first is not document:
            records.append(
                AuditRecord(
                    rule="document_twice",
                    figures=(document.id, first.id),
                    problem=Message("a document stands twice"),
                    arithmetic=Message(
                        "{one} and {other}: {title}",
                        {
                            "one": first.id,
                            "other": document.id,
                            "title": document.title_vi,
                        },
                    ),
                    suggestion=Message("keep one, and let the figures name it"),
                )
            )
    return records

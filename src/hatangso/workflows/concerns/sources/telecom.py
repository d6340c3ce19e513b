"""Concerns of telecommunications: holes that were promised to be closed, or are not."""

from collections.abc import Iterator
from datetime import date

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.record import Record
from hatangso.workflows.concerns.concern_facts import ConcernFacts

__all__ = ["concerns"]

_OVER = frozenset({"closed", "rejected"})
_OVERDUE = Message("Coverage holes past their promised day")
_NOBODY = Message("Coverage holes that no operator answers for")


def concerns(facts: ConcernFacts) -> Iterator[Concern]:
    """Yield open holes of the register that are overdue or nobody's."""
    for record in facts.records("coverage_hole"):
        if record.values.get("state") not in _OVER:
            yield from _of_hole(record, facts.today)


def _of_hole(record: Record, today: date) -> Iterator[Concern]:
    key, name = (
        str(record.values["id"]),
        str(record.values.get("cluster") or record.values.get("locality") or ""),
    )
    promised = record.values.get("promised_on")
    if isinstance(promised, date) and promised < today:
        text = "promised for {day}, {days} days ago"
        late = {"day": promised, "days": (today - promised).days}
        yield Concern(
            *("VT", "hole_overdue", Severity.WARNING, _OVERDUE, Message(text, late)),
            *("coverage_hole", key, name),
        )
    if not record.values.get("responsible_operator"):
        told = Message("no responsible operator is named")
        yield Concern(
            *("VT", "hole_of_nobody", Severity.NOTICE, _NOBODY, told),
            *("coverage_hole", key, name),
        )

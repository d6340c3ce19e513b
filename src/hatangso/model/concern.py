"""What is not as it should be, with the record behind it: red numbers lead there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hatangso.errors import Message

__all__ = ["Concern", "Severity", "sorted_concerns"]


class Severity(StrEnum):
    """How much a concern weighs, the heaviest first."""

    CRITICAL = "critical"  # a service is down, or the next fault takes it down
    WARNING = "warning"  # a rule or a date is broken, or soon will be
    NOTICE = "notice"  # somebody must look: not known, not told


_ORDER = tuple(Severity)


@dataclass(frozen=True)
class Concern:
    """One thing that is not as it should be.

    Attributes:
        component: Part of the plan: VT, TTDL, CNS, NTS, QT.
        sort: What concerns of one sort have in common, such as
            ``host_loss_not_survived``; lists are grouped by it.
        title: Of the sort, for one or many: "Hosts whose loss is not survived".
        message: What is wrong with this one, with its numbers.
        kind: Kind of the record behind it; empty when there is none.
        key: Of that record; empty likewise.
        name: What people call it.
        address: Path of the page with what is behind it, where that is no record.
    """

    component: str
    sort: str
    severity: Severity
    title: Message
    message: Message
    kind: str = ""
    key: str = ""
    name: str = ""
    address: str = ""


def sorted_concerns(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """Return concerns, the heaviest first, then by sort and key."""
    return tuple(
        sorted(
            concerns,
            key=lambda one: (_ORDER.index(one.severity), one.sort, one.key, one.name),
        )
    )

"""Address codes as the page shows them: counts for all, single households for few."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.language import sort_key
from hatangso.model.record import Actor
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import hidden_fields
from hatangso.workflows.address_ground import HOUSEHOLD
from hatangso.workflows.address_words import FAULT_WORDS
from hatangso.workflows.addresses import AddressSummary, AreaCodes, CodeProblem

__all__ = [
    "AreaLine",
    "FaultLine",
    "area_lines",
    "fault_lines",
    "may_see_households",
]

_MOST_SHOWN = 50
_RECORDS = f"/ha-tang/{HOUSEHOLD}"
_PAGE = "/he-thong/dia-chi"


@dataclass(frozen=True)
class AreaLine:
    """A commune or a village.

    Attributes:
        address: Its villages; empty for a village.
        records: The list of its households; empty for who may not see single ones.
    """

    area: AreaCodes
    address: str
    records: str

    @property
    def is_over(self) -> bool:
        """Return whether it has more codes than households."""
        households = self.area.households
        return households is not None and self.area.codes > households


@dataclass(frozen=True)
class FaultLine:
    """A sort of fault: how many codes have it, and some of them.

    Attributes:
        shown: Code, address of the record and what is wrong; empty for who may not see
            single households.
    """

    words: Message
    count: int
    shown: tuple[tuple[str, str, Message], ...]


def may_see_households(actor: Actor) -> bool:
    """Return whether somebody may see single households: their personal data."""
    return not hidden_fields(actor, shipped_kinds()[HOUSEHOLD], {})


def area_lines(
    summary: AddressSummary, actor: Actor, commune: str = ""
) -> tuple[AreaLine, ...]:
    """Return the communes, or the villages of one of them, by name."""
    shows = may_see_households(actor)
    areas = (
        [one for one in summary.villages if one.parent == commune]
        if commune
        else list(summary.communes)
    )
    return tuple(
        AreaLine(
            one,
            "" if commune else f"{_PAGE}?xa={one.key}",
            f"{_RECORDS}?xa={one.key}" if shows and not commune and one.codes else "",
        )
        for one in sorted(areas, key=lambda one: sort_key(one.name))
    )


def fault_lines(problems: Sequence[CodeProblem], actor: Actor) -> tuple[FaultLine, ...]:
    """Return what is wrong with codes, by sort."""
    counts = Counter(one.fault for one in problems)
    shows = may_see_households(actor)
    return tuple(
        FaultLine(
            FAULT_WORDS[fault],
            count,
            tuple(
                (
                    str(one.record.values.get("id")),
                    f"{_RECORDS}/{one.record.id}",
                    one.message,
                )
                for one in [p for p in problems if p.fault is fault][:_MOST_SHOWN]
                if shows
            ),
        )
        for fault, count in counts.items()
    )

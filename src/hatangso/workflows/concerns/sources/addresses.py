"""Concerns of address codes: communes in which no household has one."""

from collections.abc import Iterator

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.workflows.address_ground import HOUSEHOLD, address_ground
from hatangso.workflows.addresses import AddressSummary, AreaCodes, address_coverage
from hatangso.workflows.concerns.concern_facts import ConcernFacts

__all__ = ["address_concerns", "concerns"]

_COMPONENT = "NTS"
_NONE = Message("Communes in which no household has an address code")
_MORE = Message("Communes with more address codes than households")
_TABLE = Message("Postcodes that cannot be used")
_PAGE = "/he-thong/dia-chi"


def concerns(facts: ConcernFacts) -> Iterator[Concern]:
    """Yield communes without codes, or with more of them than households."""
    ground = address_ground(facts.directory, facts.records)
    yield from address_concerns(address_coverage(ground, facts.records(HOUSEHOLD)))


def address_concerns(summary: AddressSummary) -> Iterator[Concern]:
    """Yield the same from what was counted.

    A province that has given no codes at all has begun nothing: that is one concern.
    """
    if not summary.codes:
        if summary.communes:
            told = Message("no household of the province has an address code")
            yield Concern(
                *(_COMPONENT, "no_address_codes", Severity.NOTICE, _NONE, told),
                address=_PAGE,
            )
    else:
        for one in summary.without_codes:
            yield _of_commune(one)
    for one in summary.communes:
        if one.households is not None and one.codes > one.households:
            values = {"codes": one.codes, "households": one.households}
            text = "{codes} codes, but {households} households"
            yield Concern(
                *(_COMPONENT, "more_codes_than_households", Severity.WARNING, _MORE),
                Message(text, values),
                *("unit", one.key, one.name),
                address=f"{_PAGE}?xa={one.key}",
            )
    if summary.findings:
        told = Message(
            "{count} rows of the table of postcodes have errors",
            {"count": len(summary.findings)},
        )
        yield Concern(
            *(_COMPONENT, "postcodes_unusable", Severity.WARNING, _TABLE, told),
            address=_PAGE,
        )


def _of_commune(one: AreaCodes) -> Concern:
    told = Message("none of its households has a code")
    if one.households:
        told = Message(
            "none of its {households} households has a code",
            {"households": one.households},
        )
    return Concern(
        *(_COMPONENT, "no_address_codes", Severity.NOTICE, _NONE, told),
        name=one.name,
        address=f"{_PAGE}?xa={one.key}",
    )

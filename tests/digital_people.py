"""A province with a few teams, agencies, events and printed figures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from shapely import box

from hatangso.model.admin_unit import AdminUnit
from hatangso.model.record import FieldValue, Record
from hatangso.people.team_standing import PeopleParameters
from hatangso.workflows.people import PeopleSummary, people_from

TODAY = date(2026, 1, 2)
Rows = Sequence[Mapping[str, FieldValue]]


def records_of(**kinds: Rows) -> Callable[[str], list[Record]]:
    """Return what gives records of a kind, numbered from 1."""

    def records(kind: str) -> list[Record]:
        rows = enumerate(kinds.get(kind, ()), start=1)
        return [Record(kind, at, 1, values) for at, values in rows]

    return records


def commune(code: str, name: str, people: int = 1_000) -> AdminUnit:
    """Return a commune somewhere."""
    return AdminUnit(code, f"Xã {name}", name, "xã", 9.0, people, box(105, 21, 106, 22))


def summary_of(*communes: AdminUnit, days: float = 730, **kinds: Rows) -> PeopleSummary:
    """Return how these communes stand with these records."""
    parameters = PeopleParameters(days)
    return people_from(records_of(**kinds), communes, parameters, today=TODAY)

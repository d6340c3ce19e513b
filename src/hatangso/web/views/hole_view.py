"""Coverage holes as the pages show them: those of the register, and those computed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hatangso.documents.reasons import reason
from hatangso.language import Language, fold, sort_key
from hatangso.model.record import Record
from hatangso.model.record_kind import RecordKind
from hatangso.model.site import Technology
from hatangso.registry.rights import visible
from hatangso.web.access import Visitor
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.hole_cases import truth, unrecorded_holes, whole
from hatangso.workflows.hole_states import HoleState, state_of_hole

__all__ = [
    "KIND",
    "STATE_TONES",
    "ComputedHole",
    "HoleFilter",
    "HoleRow",
    "commune_names",
    "computed_holes",
    "hole_rows",
    "state_counts",
    "state_words",
]

KIND = "coverage_hole"
# The class of the mark of each state; its words are the register's own.
STATE_TONES = {
    HoleState.REPORTED: "waiting",
    HoleState.CONFIRMED: "open",
    HoleState.ASSIGNED: "running",
    HoleState.BUILDING: "running",
    HoleState.CLOSED: "done",
    HoleState.REJECTED: "unknown",
}


@dataclass(frozen=True)
class HoleFilter:
    """What somebody wants to see; empty: all."""

    text: str = ""
    state: str = ""
    kind: str = ""
    commune: str = ""
    operator: str = ""
    only_late: bool = False


@dataclass(frozen=True)
class HoleRow:
    """One hole of the register.

    Attributes:
        is_late: Whether its promised day is past and there is no signal yet.
    """

    id: int
    code: str
    place: str
    cluster: str
    commune: str
    kind: str
    state: HoleState
    households: int | None
    people: int | None
    has_grid_power: bool | None
    operator: str
    promised_on: date | None
    is_late: bool


@dataclass(frozen=True)
class ComputedHole:
    """A locality for which the computation finds no signal, and no record stands."""

    id: str
    place: str
    commune: str
    commune_code: str
    people: int
    households: int
    has_grid_power: bool | None
    lon_deg: float
    lat_deg: float
    is_uncertain: bool
    reason: str


def commune_names(snapshot: ProvinceSnapshot, language: Language) -> Mapping[str, str]:
    """Return the names of the communes by code, in the order of the alphabet."""
    is_vietnamese = language is Language.VI
    names = {
        unit.code: unit.name_vi if is_vietnamese else unit.name_en
        for unit in snapshot.inputs.province.communes
    }
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


def hole_rows(
    snapshot: ProvinceSnapshot,
    kind: RecordKind,
    visitor: Visitor,
    wanted: HoleFilter,
    today: date,
) -> list[HoleRow]:
    """Return the holes of the register, the late ones first, then most people."""
    names = commune_names(snapshot, visitor.language)
    rows = [
        _row(visible(visitor.actor, kind, record), names, today)
        for record in snapshot.records(KIND)
        if not wanted.commune or record.values.get("commune_code") == wanted.commune
    ]
    rows = [row for row in rows if _is_wanted(row, wanted)]
    return sorted(
        rows,
        key=lambda row: (not row.is_late, -(row.people or 0), sort_key(row.place)),
    )


def _row(record: Record, names: Mapping[str, str], today: date) -> HoleRow:
    values = record.values
    state = state_of_hole(record)
    promised_on = values.get("promised_on")
    is_open = state not in {HoleState.CLOSED, HoleState.REJECTED}
    code = str(values.get("commune_code") or "")
    return HoleRow(
        id=record.id,
        code=str(values.get("id") or ""),
        place=str(values.get("locality") or ""),
        cluster=str(values.get("cluster") or ""),
        commune=names.get(code, code),
        kind=str(values.get("kind") or ""),
        state=state,
        households=whole(values.get("households")),
        people=whole(values.get("people")),
        has_grid_power=truth(values.get("has_grid_power")),
        operator=str(values.get("responsible_operator") or ""),
        promised_on=promised_on if isinstance(promised_on, date) else None,
        is_late=is_open and isinstance(promised_on, date) and promised_on < today,
    )


def _is_wanted(row: HoleRow, wanted: HoleFilter) -> bool:
    text = fold(wanted.text.strip())
    return (
        (not wanted.state or row.state.value == wanted.state)
        and (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.operator or row.operator == wanted.operator)
        and (not wanted.only_late or row.is_late)
        and (
            not text
            or text in fold(f"{row.code} {row.place} {row.cluster} {row.commune}")
        )
    )


def state_words(kind: RecordKind, language: Language) -> dict[str, str]:
    """Return the words for the code of each state."""
    return {
        one.code: one.label_vi if language is Language.VI else one.label_en
        for one in kind.field("state").choices
    }


def state_counts(rows: Iterable[HoleRow]) -> dict[HoleState, int]:
    """Return how many holes are how far."""
    counted = Counter(row.state for row in rows)
    return {state: counted[state] for state in HoleState}


def computed_holes(
    snapshot: ProvinceSnapshot, technology: Technology, language: Language
) -> list[ComputedHole]:
    """Return the localities without signal that no open record speaks of.

    Raises:
        NotFoundError: The coverage is not computed yet.
        StaleResultError: It belongs to other inputs.
    """
    return snapshot.part(
        f"computed holes:{technology}:{language}",
        lambda: _computed(snapshot, technology, language),
    )


def _computed(
    snapshot: ProvinceSnapshot, technology: Technology, language: Language
) -> list[ComputedHole]:
    names = commune_names(snapshot, language)
    places = {one.id: one for one in snapshot.inputs.province.localities}
    found = []
    for coverage in unrecorded_holes(
        snapshot.coverage.localities, snapshot.records(KIND), technology
    ):
        place = places[coverage.point_id]
        why = reason(coverage, has_grid_power=place.has_grid_power)
        found.append(
            ComputedHole(
                id=place.id,
                place=place.name,
                commune=names.get(place.commune_code, place.commune_code),
                commune_code=place.commune_code,
                people=place.people,
                households=place.households,
                has_grid_power=place.has_grid_power,
                lon_deg=place.lon_deg,
                lat_deg=place.lat_deg,
                is_uncertain=coverage.is_uncertain,
                reason=why.vi if language is Language.VI else why.en,
            )
        )
    return sorted(found, key=lambda one: (-one.people, sort_key(one.place), one.id))

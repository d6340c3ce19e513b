"""Concerns as pages show them: counted, each with a way to its record."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.provenance import Reality
from hatangso.model.record_layers import RECORD_LAYERS
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.application_state import AppState
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.found_concerns import (
    LIVE_SOURCES,
    concern_sources,
    found_concerns,
)
from hatangso.workflows.target_remarks import COMPONENTS

__all__ = [
    "SEVERITIES",
    "SOURCE_PAGES",
    "ConcernLine",
    "ConcernSort",
    "PartConcerns",
    "concern_lines",
    "concern_sorts",
    "part_concerns",
    "province_concerns",
]

# The page that explains what a source says.
SOURCE_PAGES: Mapping[str, str] = {
    "telecom": "/vung-lom",
    "data_centre": "/he-thong/trung-tam-du-lieu",
    "network": "/he-thong/mang",
    "monitoring": "/he-thong/giam-sat",
    "platforms": "/he-thong/nen-tang",
    "procedures": "/he-thong/thu-tuc",
    "twin": "/he-thong/khu-cong-nghiep",
    "people": "/he-thong/con-nguoi",
    "programme": "/he-thong/chuong-trinh",
    "addresses": "/he-thong/dia-chi",
}
# What a source rests on where no record stands behind a concern.
_LAYERS_OF_SOURCES = {
    "network": "network_nodes",
    "people": "community_teams",
    "platforms": "conference_endpoints",
    "procedures": "dossiers",
    "programme": "tasks",
    "twin": "sensors",
}
SEVERITIES: Mapping[Severity, tuple[Message, str]] = {
    Severity.CRITICAL: (Message("Critical"), "bad"),
    Severity.WARNING: (Message("Warning"), "open"),
    Severity.NOTICE: (Message("To look at"), "unknown"),
}
_PARTS = ("VT", "TTDL", "CNS", "NTS", "QT")
# Whose records a part cannot be judged without.
_COMPONENTS_OF_PARTS = {
    "TTDL": {"data_centre"},
    "CNS": {"digital_technology", "platform"},
    "NTS": {"platform"},
}
# A minute: as often do probes speak.
_LIVE_S = 60
_LEAST_REAL_FIRST = (Reality.SYNTHETIC, Reality.DERIVED, Reality.REAL)
Found = Mapping[str, tuple[Concern, ...]]


@dataclass
class _Live:
    """What live sources said, and in which minute."""

    minute: int = -1
    found: Found = field(default_factory=dict)


@dataclass(frozen=True)
class ConcernLine:
    """One concern with where it leads.

    Attributes:
        href: The record behind it; the page of its source where there is none.
        page: The page of its source.
        reality: Of the records that it rests on; empty where nobody said.
    """

    concern: Concern
    href: str
    page: str
    reality: str

    @property
    def severity(self) -> tuple[Message, str]:
        """Return the words of its severity and their tone."""
        return SEVERITIES[self.concern.severity]


@dataclass(frozen=True)
class ConcernSort:
    """How many concerns there are of a sort.

    Attributes:
        reality: Of the records that they rest on; empty where nobody said.
    """

    sort: str
    title: Message
    component: str
    severity: Severity
    page: str
    reality: str
    count: int

    @property
    def words(self) -> tuple[Message, str]:
        """Return the words of its severity and their tone."""
        return SEVERITIES[self.severity]


@dataclass(frozen=True)
class PartConcerns:
    """The concerns of a part of the plan.

    Attributes:
        counts: By severity, zeros included.
        sorts: The heaviest first.
        is_told: Whether the register has anything that concerns could be drawn from.
    """

    code: str
    name: Message
    counts: Mapping[Severity, int]
    sorts: tuple[ConcernSort, ...]
    is_told: bool = True

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    @property
    def reality(self) -> str:
        """Return the least real of what they rest on; empty where nobody said."""
        found = {one.reality for one in self.sorts}
        return next((str(one) for one in _LEAST_REAL_FIRST if one in found), "")


def province_concerns(state: AppState, snapshot: ProvinceSnapshot) -> Found:
    """Return the concerns of the province by source, those of probes by the minute."""
    today, now = state.today, state.now()
    facts = ConcernFacts(state.directory, snapshot.records, now, today)
    still = [name for name in concern_sources() if name not in LIVE_SOURCES]
    found: Found = snapshot.part(
        f"concerns on {today}", lambda: found_concerns(facts, still)
    )
    live = snapshot.part("live concerns", _Live)
    minute = int(now.timestamp()) // _LIVE_S
    if live.minute != minute:
        live.found, live.minute = found_concerns(facts, LIVE_SOURCES), minute
    return {**found, **live.found}


def concern_sorts(snapshot: ProvinceSnapshot, found: Found) -> tuple[ConcernSort, ...]:
    """Return the sorts of concerns, the heaviest and most frequent first."""
    realities = _realities(snapshot)
    kinds: dict[str, str] = {}
    counts: Counter[tuple[str, str, str, Severity]] = Counter()
    titles: dict[str, Message] = {}
    for source, concerns in found.items():
        for one in concerns:
            counts[source, one.component, one.sort, one.severity] += 1
            titles[one.sort] = one.title
            kinds[one.sort] = one.kind
    sorts = [
        ConcernSort(
            *(sort, titles[sort], component, severity),
            SOURCE_PAGES.get(source, "/he-thong"),
            _reality(source, kinds[sort], realities),
            count,
        )
        for (source, component, sort, severity), count in counts.items()
    ]
    order = tuple(Severity)
    return tuple(
        sorted(sorts, key=lambda one: (order.index(one.severity), -one.count, one.sort))
    )


def _realities(snapshot: ProvinceSnapshot) -> Mapping[str, str]:
    """Return what the layers are, by name."""
    provenances = snapshot.inputs.province.provenances
    return {name: str(one.reality) for name, one in provenances.items()}


def _reality(source: str, kind: str, realities: Mapping[str, str]) -> str:
    layer = RECORD_LAYERS.get(kind, _LAYERS_OF_SOURCES.get(source, ""))
    return realities.get(layer, "")


def part_concerns(snapshot: ProvinceSnapshot, found: Found) -> tuple[PartConcerns, ...]:
    """Return the four components and governance, each with its concerns."""
    sorts = concern_sorts(snapshot, found)
    codes = [*_PARTS, *sorted({one.component for one in sorts} - set(_PARTS))]
    return tuple(
        _part(
            code,
            [one for one in sorts if one.component == code],
            is_told=_is_told(snapshot, code),
        )
        for code in codes
    )


def _is_told(snapshot: ProvinceSnapshot, code: str) -> bool:
    """Return whether the register has records of a part."""
    components = _COMPONENTS_OF_PARTS.get(code)
    return components is None or any(
        snapshot.records(kind.code)
        for kind in shipped_kinds().values()
        if kind.component in components
    )


def _part(
    code: str, sorts: Iterable[ConcernSort], *, is_told: bool = True
) -> PartConcerns:
    listed = tuple(sorts)
    counts = {
        severity: sum(one.count for one in listed if one.severity is severity)
        for severity in Severity
    }
    return PartConcerns(code, COMPONENTS[code], counts, listed, is_told)


def concern_lines(
    snapshot: ProvinceSnapshot, found: Found, *, today: date
) -> tuple[ConcernLine, ...]:
    """Return every concern with its link, the heaviest first."""

    def linked() -> tuple[ConcernLine, ...]:
        kinds = {one.kind for group in found.values() for one in group if one.kind}
        numbers = {kind: _numbers(snapshot, kind) for kind in sorted(kinds)}
        realities = _realities(snapshot)
        lines = [
            _line(one, source, numbers, _reality(source, one.kind, realities))
            for source, group in found.items()
            for one in group
        ]
        order = tuple(Severity)
        return tuple(sorted(lines, key=lambda one: order.index(one.concern.severity)))

    if any(found.get(name) for name in LIVE_SOURCES):
        return linked()
    return snapshot.part(f"linked concerns on {today}", linked)


def _numbers(snapshot: ProvinceSnapshot, kind: str) -> dict[str, int]:
    """Return the numbers of the records of a kind by the first part of their keys."""
    key = shipped_kinds()[kind].key[0]
    return {str(one.values.get(key)): one.id for one in snapshot.records(kind)}


def _line(
    concern: Concern,
    source: str,
    numbers: Mapping[str, Mapping[str, int]],
    reality: str,
) -> ConcernLine:
    page = SOURCE_PAGES.get(source, "/he-thong")
    number = numbers.get(concern.kind, {}).get(concern.key)
    if number is None or number < 0:
        return ConcernLine(concern, concern.address or page, page, reality)
    href = f"/ha-tang/{concern.kind}/{number}"
    return ConcernLine(concern, href, page, reality)

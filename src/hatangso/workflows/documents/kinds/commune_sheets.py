"""One page for every commune, made of the register and the computed coverage."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hatangso.documents.answers import COVERAGE_LAYERS
from hatangso.documents.graphics.commune_map import commune_map
from hatangso.documents.graphics.map_content import (
    Area,
    CommuneMapContent,
    MapPoint,
    PointLayer,
)
from hatangso.documents.graphics.marks import PointSort
from hatangso.documents.kinds.commune_sheets import (
    KIND_CODE,
    CommuneFacts,
    OperatorServices,
    SheetFacts,
    TechnologyCover,
    compose_sheets,
)
from hatangso.documents.kinds.periodic_facts import HoleFact, TaskFact
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.whereabouts import Whereabouts, within
from hatangso.errors import InvalidInputError, Message, NotFoundError, StaleResultError
from hatangso.language import Language, format_date, sort_key, translate
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel, PointCoverage
from hatangso.model.place import Locality
from hatangso.model.provenance import Reality
from hatangso.model.record import Record
from hatangso.model.site import Service, Site, Technology
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.commune_shares import MAIN_TECHNOLOGY
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.register_reading import hole_facts, task_facts

__all__ = ["KIND"]

_COMMUNE, _ALL = "commune", "all"
_MAP_MM, _MAP_HEIGHT_MM = 100.0, 42.0
_MARKS = {
    CoverageLevel.NONE: PointSort.HOLE,
    CoverageLevel.UNKNOWN: PointSort.UNKNOWN,
    CoverageLevel.BASIC: PointSort.COVERED,
    CoverageLevel.GOOD: PointSort.COVERED,
}


@dataclass(frozen=True)
class _Sorted:
    """The province sorted by commune, by code."""

    localities: Mapping[str, list[Locality]]
    sites: Mapping[str, list[Site]]
    services: Mapping[str, list[Service]]  # by site
    coverage: Mapping[str, Mapping[Technology, PointCoverage]] | None  # by locality
    records: Mapping[str, Mapping[str, list[Record]] | None]  # by kind, then commune
    holes: Mapping[str, list[HoleFact]] | None
    tasks: Mapping[str, list[TaskFact]] | None


def _communes(facts: ProvinceFacts) -> tuple[Option, ...]:
    communes = sorted(
        facts.inputs.province.communes, key=lambda one: sort_key(one.name_vi)
    )
    return (
        Option(_ALL, "Tất cả các xã, phường"),
        *(Option(one.code, one.name_vi) for one in communes),
    )


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    province = facts.inputs.province
    code = request.parameters.get(_COMMUNE, "") or _ALL
    known = {one.code for one in province.communes}
    if code != _ALL and code not in known:
        raise InvalidInputError("there is no commune with the code {code}", code=code)
    shown = frozenset() if code == _ALL else frozenset({code})
    found = _sorted(facts)
    names = {one.code: one for one in province.communes}
    drawn = [names[one] for one in shown] or list(province.communes)
    maps = {one.code: _map(one, province.communes, found) for one in drawn}
    return compose_sheets(
        SheetFacts(
            issuer=request.issuer,
            communes=tuple(
                _commune(one, found, maps.get(one.code)) for one in province.communes
            ),
            as_of=format_date(province.data_date)
            if province.data_date > date.min
            else "",
            realities=_realities(facts),
            shown=shown,
            parameters={_COMMUNE: code},
            marks=_marks(facts),
        )
    )


def _sorted(facts: ProvinceFacts) -> _Sorted:
    province = facts.inputs.province
    where = Whereabouts(province)
    localities: dict[str, list[Locality]] = defaultdict(list)
    for place in province.localities:
        localities[place.commune_code].append(place)
    sites: dict[str, list[Site]] = defaultdict(list)
    for site in province.sites:
        unit = where.commune(site.lon_deg, site.lat_deg)
        if unit is not None:
            sites[unit.code].append(site)
    services: dict[str, list[Service]] = defaultdict(list)
    for service in province.services:
        services[service.site_id].append(service)
    records = {
        kind: _by_commune(facts.records(kind), where)
        for kind in (
            "facility",
            "network_node",
            "conference_endpoint",
            "community_team",
            "coverage_hole",
            "task",
        )
    }
    names = {one.code: one.name_vi for one in province.communes}
    holes, tasks = records["coverage_hole"], records["task"]
    return _Sorted(
        localities,
        sites,
        services,
        _coverage(facts),
        records,
        None
        if holes is None
        else {code: list(hole_facts(one, names)) for code, one in holes.items()},
        None
        if tasks is None
        else {code: list(task_facts(one)) for code, one in tasks.items()},
    )


def _by_commune(
    records: Iterable[Record], where: Whereabouts
) -> dict[str, list[Record]] | None:
    """Return records by the commune they name or lie in; None without any."""
    found: dict[str, list[Record]] = {}
    is_empty = True
    for one in records:
        is_empty = False
        code = str(one.values.get("commune_code") or "")
        lon, lat = one.values.get("lon_deg"), one.values.get("lat_deg")
        if not code and isinstance(lon, int | float) and isinstance(lat, int | float):
            unit = where.commune(float(lon), float(lat))
            code = unit.code if unit else ""
        found.setdefault(code, []).append(one)
    return None if is_empty else found


def _coverage(
    facts: ProvinceFacts,
) -> dict[str, dict[Technology, PointCoverage]] | None:
    try:
        localities = facts.coverage.localities
    except (NotFoundError, StaleResultError):
        return None
    found: dict[str, dict[Technology, PointCoverage]] = defaultdict(dict)
    for one in localities:
        found[one.point_id][one.technology] = one
    return found


def _commune(unit: AdminUnit, found: _Sorted, drawn: Figure | None) -> CommuneFacts:
    code = unit.code
    places = found.localities.get(code, [])
    teams = _records(found, "community_team", code)
    members = [one.values.get("members") for one in teams or ()]
    known = [one for one in members if isinstance(one, int)]
    return CommuneFacts(
        code=code,
        name=unit.name_vi,
        area_km2=unit.area_km2 or None,
        people=unit.people or None,
        people_reality=unit.people_reality,
        localities=len(places),
        households=sum(one.households for one in places) or None,
        sites=len(found.sites.get(code, [])),
        operators=_operators(code, found),
        cover=_cover(places, found),
        holes=None if found.holes is None else tuple(found.holes.get(code, ())),
        facilities=_facilities(_records(found, "facility", code)),
        nodes=_names(_records(found, "network_node", code)),
        endpoints=_names(_records(found, "conference_endpoint", code)),
        teams=len(teams) if teams else None,
        team_members=sum(known) if known else None,
        tasks=None if found.tasks is None else tuple(found.tasks.get(code, ())),
        map=drawn,
    )


def _records(found: _Sorted, kind: str, code: str) -> list[Record] | None:
    """Return the records of a commune; None when the kind has none at all."""
    of_kind = found.records[kind]
    return None if of_kind is None else of_kind.get(code, [])


def _names(records: Iterable[Record] | None) -> tuple[str, ...] | None:
    if records is None:
        return None
    names = (
        str(one.values.get("name") or one.values.get("id") or "") for one in records
    )
    return tuple(sorted(filter(None, names), key=sort_key))


def _facilities(records: Iterable[Record] | None) -> dict[str, int] | None:
    if records is None:
        return None
    field = next(
        one for one in shipped_kinds()["facility"].fields if one.name == "kind"
    )
    counts = Counter(str(one.values.get("kind") or "other") for one in records)
    return {
        choice.label_vi: counts[choice.code]
        for choice in field.choices
        if counts[choice.code]
    }


def _operators(code: str, found: _Sorted) -> tuple[OperatorServices, ...]:
    """Return what operators run on the sites of a commune, most services first."""
    sites: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for site in found.sites.get(code, []):
        for service in found.services.get(site.id, []):
            sites[service.operator].add(site.id)
            counts[service.operator][str(service.technology)] += 1
    ordered = sorted(counts, key=lambda one: (-counts[one].total(), sort_key(one)))
    return tuple(
        OperatorServices(one, len(sites[one]), dict(counts[one])) for one in ordered
    )


def _cover(
    places: Iterable[Locality], found: _Sorted
) -> dict[str, TechnologyCover] | None:
    if found.coverage is None:
        return None
    told = {}
    for technology in Technology:
        pairs = [
            (place, found.coverage[place.id][technology])
            for place in places
            if technology in found.coverage.get(place.id, {})
        ]
        known = [(p, c) for p, c in pairs if c.level is not CoverageLevel.UNKNOWN]
        told[str(technology)] = TechnologyCover(
            str(technology),
            people=sum(place.people for place, _ in known),
            people_reached=sum(
                place.people for place, one in known if one.level in REACHED_LEVELS
            ),
            places=len(known),
            places_without=sum(one.level is CoverageLevel.NONE for _, one in known),
            places_unknown=len(pairs) - len(known),
            places_uncertain=sum(one.is_uncertain for _, one in known),
        )
    return told


def _map(unit: AdminUnit, communes: Iterable[AdminUnit], found: _Sorted) -> Figure:
    near = [
        Area(one.code, one.name_vi, one.geometry)
        for one in communes
        if one.code != unit.code and one.geometry.intersects(unit.geometry)
    ]
    points: dict[PointSort, list[MapPoint]] = defaultdict(list)
    for place in found.localities.get(unit.code, []):
        held = (found.coverage or {}).get(place.id, {}).get(MAIN_TECHNOLOGY)
        sort = _MARKS[held.level] if held else PointSort.UNKNOWN
        points[sort].append(MapPoint(place.lon_deg, place.lat_deg))
    points[PointSort.SITE] = [
        MapPoint(one.lon_deg, one.lat_deg) for one in found.sites.get(unit.code, [])
    ]
    content = CommuneMapContent(
        commune=Area(unit.code, unit.name_vi, unit.geometry),
        neighbours=near,
        points=[PointLayer(sort, points[sort]) for sort in PointSort if points[sort]],
    )
    return Figure(
        name=f"ban_do_{unit.code}",
        svg=commune_map(content, width_mm=_MAP_MM, most_height_mm=_MAP_HEIGHT_MM),
        caption=(
            f"Trạm và thôn, bản theo sóng {MAIN_TECHNOLOGY}, {within(unit.name_vi)}"
        ),
        description=(
            f"Bản đồ {unit.name_vi} với vị trí trạm và thôn, bản có sóng, chưa có sóng,"
            " chưa rõ; số lượng nêu trong bảng trên."
        ),
        width_mm=_MAP_MM,
    )


def _realities(facts: ProvinceFacts) -> dict[str, Reality]:
    province = facts.inputs.province
    found = {name: one.reality for name, one in province.provenances.items()}
    is_synthetic = bool(province.synthetic_layers(*COVERAGE_LAYERS))
    found["coverage"] = Reality.SYNTHETIC if is_synthetic else Reality.DERIVED
    return found


def _marks(facts: ProvinceFacts) -> tuple[str, ...]:
    province = facts.inputs.province
    layers = province.synthetic_layers(*province.computed_layers)
    names = ", ".join(translate(one, Language.VI) for one in layers)
    return (f"Có sử dụng dữ liệu mô phỏng ({names}).",) if names else ()


KIND = DocumentKind(
    code=KIND_CODE,
    order=7,
    title=Message("Commune sheets"),
    help=Message("One page for every commune, held against the province."),
    make=_make,
    parameters=(
        Parameter(
            _COMMUNE,
            Message("Commune"),
            Message("All communes, or one."),
            _communes,
        ),
    ),
)

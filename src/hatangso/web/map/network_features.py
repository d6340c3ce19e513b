"""Sites, fibre, government network, measurements, plan: for those who signed in."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from statistics import median

import shapely

from hatangso.documents.plan_bundles import plan_bundles
from hatangso.documents.plan_words import KIND_WORDS
from hatangso.documents.whereabouts import Whereabouts
from hatangso.errors import HatangsoError
from hatangso.io.build_plan_files import read_answer
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import Language, format_money_vnd
from hatangso.model.build_plan import BuildPlan
from hatangso.model.record import Record
from hatangso.model.site import Technology
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.map.features import Feature, FeatureLayer
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = ["NETWORK_LAYERS", "plan_of", "plan_years"]

# Where a phone measured is personal: only cells of some 500 m with several measurements
# are shown, without a point of their own. Both numbers are assumptions.
_CELL_DEG = 0.005
_FEWEST_SAMPLES = 3


def _sites(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    del language
    province = snapshot.inputs.province
    operators: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for service in province.services:
        technology = str(service.technology)
        operators[service.site_id][service.operator].add(technology)
    numbers = {one.values.get("id"): one.id for one in snapshot.records("site")}
    for site in province.sites:
        services = operators.get(site.id, {})
        number = numbers.get(site.id)
        yield (
            shapely.Point(site.lon_deg, site.lat_deg),
            {
                "id": site.id,
                "name": site.name or site.id,
                "owner": site.owner,
                "height_m": site.structure_height_m,
                "services": "; ".join(
                    f"{operator}: {', '.join(sorted(services[operator]))}"
                    for operator in sorted(services)
                ),
                "href": f"/ha-tang/site/{number}" if number else "",
            },
        )


def _fibre(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    kinds = _choice_words("route", "kind", language)
    for record in snapshot.records("route"):
        values, shape = record.values, record.values.get("geometry")
        if isinstance(shape, bytes):
            yield (
                shapely.from_wkb(shape),
                {
                    "id": f"{record.id}",
                    "name": values.get("name"),
                    "kind": kinds.get(str(values.get("kind")), ""),
                    "owner": values.get("owner"),
                    "fibres": values.get("fibres"),
                    "href": _sheet(record),
                },
            )


def _nodes(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    levels = _choice_words("network_node", "level", language)
    for record in snapshot.records("network_node"):
        values, place = record.values, _place(record)
        if place is not None:
            yield (
                place,
                {
                    "id": str(values.get("id") or record.id),
                    "name": values.get("name") or values.get("agency"),
                    "agency": values.get("agency"),
                    "level": levels.get(str(values.get("level")), ""),
                    "href": _sheet(record),
                },
            )


def _links(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    media = _choice_words("network_link", "medium", language)
    places = {
        record.values.get("id"): place
        for record in snapshot.records("network_node")
        if (place := _place(record)) is not None
    }
    for record in snapshot.records("network_link"):
        values = record.values
        ends = places.get(values.get("start_id")), places.get(values.get("end_id"))
        if ends[0] is None or ends[1] is None:
            continue
        yield (
            shapely.LineString([ends[0], ends[1]]),
            {
                "id": str(values.get("id") or record.id),
                "carrier": values.get("carrier"),
                "medium": values.get("medium"),
                "kind": media.get(str(values.get("medium")), ""),
                "capacity_mbps": values.get("capacity_mbps"),
                "href": _sheet(record),
            },
        )


def _sheet(record: Record) -> str:
    """Return the page of a record."""
    return f"/ha-tang/{record.kind}/{record.id}"


def _place(record: Record) -> shapely.Point | None:
    lon_deg, lat_deg = record.values.get("lon_deg"), record.values.get("lat_deg")
    if isinstance(lon_deg, float) and isinstance(lat_deg, float):
        return shapely.Point(lon_deg, lat_deg)
    return None


def _measurements(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    """Yield one point per cell, operator and technology: the median of its levels."""
    del language
    rows = sorted(
        (key, level_dbm)
        for record in snapshot.records("measurement")
        if (key := _cell(record)) is not None
        and isinstance(level_dbm := record.values.get("level_dbm"), float)
    )
    radio = snapshot.inputs.radio
    for key, group in groupby(rows, key=lambda row: row[0]):
        levels_dbm = [level_dbm for _, level_dbm in group]
        if len(levels_dbm) < _FEWEST_SAMPLES:
            continue
        col, row, operator, technology = key
        level_dbm = median(levels_dbm)
        basic_dbm, good_dbm = radio.thresholds_dbm(Technology(technology))
        level = "none" if level_dbm < basic_dbm else "basic"
        yield (
            shapely.Point((col + 0.5) * _CELL_DEG, (row + 0.5) * _CELL_DEG),
            {
                "id": f"{col}_{row}_{operator}_{technology}",
                "name": f"{operator} {technology}",
                "operator": operator,
                "technology": technology,
                "level_dbm": round(level_dbm, 1),
                "level": "good" if level_dbm >= good_dbm else level,
                "samples": len(levels_dbm),
            },
        )


def _cell(record: Record) -> tuple[int, int, str, str] | None:
    values, place = record.values, _place(record)
    technology = str(values.get("technology") or "").upper()
    if place is None or technology not in {str(one) for one in Technology}:
        return None
    col, row = int(place.x // _CELL_DEG), int(place.y // _CELL_DEG)
    return col, row, str(values.get("operator") or ""), technology


def plan_of(snapshot: ProvinceSnapshot) -> BuildPlan | None:
    """Return the plan in the results; None where there is none that can be read."""

    def read() -> BuildPlan | None:
        path = ResultsDirectory.of(snapshot.directory).path / "plan.json"
        try:
            return read_answer(path).plan if path.is_file() else None
        except HatangsoError:
            return None

    return snapshot.part("map plan", read)


def plan_years(snapshot: ProvinceSnapshot) -> list[int]:
    """Return the years in which the plan builds, first to last."""
    plan = plan_of(snapshot)
    return sorted({item.year for item in plan.items}) if plan else []


def _plan(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    plan = plan_of(snapshot)
    if plan is None:
        return
    whereabouts = Whereabouts(snapshot.inputs.province)
    is_vietnamese = language is Language.VI
    for bundle in plan_bundles(plan, whereabouts):
        for item in bundle.items:
            work = item.work
            kind, place = KIND_WORDS[work.kind], bundle.place
            shape = work.line
            if shape is None:
                shape = shapely.Point(work.lon_deg, work.lat_deg)
            yield (
                shape,
                {
                    "id": work.id,
                    "number": bundle.number,
                    "name": f"{bundle.number}" if work is bundle.main else "",
                    "kind": kind.vi if is_vietnamese else kind.en,
                    "place": place.vi if is_vietnamese else place.en,
                    "year": item.year,
                    "operator": work.operator,
                    "cost": format_money_vnd(work.cost_vnd, language),
                    "people": item.gained_people or None,
                },
            )


def _choice_words(kind: str, field: str, language: Language) -> dict[str, str]:
    """Return what people call the choices of a field."""
    fields = {one.name: one for one in shipped_kinds()[kind].fields}
    return {
        one.code: one.label_vi if language is Language.VI else one.label_en
        for one in fields[field].choices
    }


NETWORK_LAYERS = (
    FeatureLayer("plan", ("localities", "sites", "services"), _plan),
    FeatureLayer("sites", ("sites", "services"), _sites),
    FeatureLayer("fibre", ("route",), _fibre),
    FeatureLayer("network-nodes", ("network_node",), _nodes),
    FeatureLayer("network-links", ("network_link",), _links),
    FeatureLayer("measurements", ("measurement",), _measurements),
)

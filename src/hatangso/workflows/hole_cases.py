"""What is known of places without signal, as lists and answers to voters tell it."""

from collections.abc import Iterable, Sequence
from datetime import date

from hatangso.documents.bilingual import period as printed_period
from hatangso.documents.kinds.petition_case import (
    UNTOLD,
    CaseOrigin,
    PetitionCase,
    PlannedStation,
    SiteNearby,
    least_trusted,
)
from hatangso.documents.plan_words import is_calendar_year, service_names, work_phrase
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.language import Language, as_sentence, translate
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.demand import Demand
from hatangso.model.place import Locality
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.province import Province
from hatangso.model.record import Record
from hatangso.model.site import Technology
from hatangso.workflows.hole_evidence import NearestSite
from hatangso.workflows.hole_states import HoleState, state_of_hole

__all__ = [
    "REGISTER_SOURCE",
    "is_open_hole",
    "layer_origin",
    "locality_case",
    "petition_case",
    "place_name",
    "planned_station",
    "truth",
    "unrecorded_holes",
    "whole",
]

REGISTER_SOURCE = "Sổ đăng ký hạ tầng số của tỉnh, điểm lõm sóng"


def is_open_hole(record: Record) -> bool:
    """Return whether a hole still waits for signal."""
    return state_of_hole(record) not in {HoleState.CLOSED, HoleState.REJECTED}


def unrecorded_holes(
    coverages: Iterable[PointCoverage],
    records: Iterable[Record],
    technology: Technology,
) -> list[PointCoverage]:
    """Return the localities without a technology that no record speaks of."""
    known = {record.values.get("locality_id") for record in records}
    return [
        one
        for one in coverages
        if one.technology is technology
        and one.level is CoverageLevel.NONE
        and one.point_id not in known
    ]


def layer_origin(province: Province, *layers: str) -> CaseOrigin:
    """Return where layers come from: the first one's source, the least trusted's kind.

    What no note of origin speaks of was told by the province itself.
    """
    found = [
        province.provenances[layer] for layer in layers if layer in province.provenances
    ]
    if not found:
        return CaseOrigin(str(province.data_date.year), "Số liệu của tỉnh")
    worst = least_trusted(one.reality for one in found)
    first = found[0]
    name = as_sentence(translate(first.layer, Language.VI)).rstrip(".")
    source = f"{name}: {first.source_vi or first.source}"
    return CaseOrigin(printed_period(first.as_of).vi, source, worst)


def petition_case(
    record: Record,
    commune: str,
    sites: Sequence[NearestSite],
    *,
    province: Province | None = None,
    planned: PlannedStation | None = None,
) -> PetitionCase:
    """Return what an answer to voters says of a hole.

    Args:
        record: The hole.
        commune: Its name in Vietnamese.
        sites: The nearest of every operator.
        province: To tell where numbers come from; None where nobody asks.
        planned: What a plan builds for it.
    """
    values = record.values
    promised_on, closed_on = values.get("promised_on"), values.get("closed_on")
    found_on = values.get("found_on")
    day = f"{found_on:%d/%m/%Y}" if isinstance(found_on, date) else ""
    return PetitionCase(
        place=place_name(record),
        commune=commune,
        households=whole(values.get("households")),
        people=whole(values.get("people")),
        kind=str(values.get("kind") or ""),
        state=state_of_hole(record).value,
        has_grid_power=truth(values.get("has_grid_power")),
        sites=[_nearby(one, province) for one in sites],
        responsible_operator=str(values.get("responsible_operator") or ""),
        promised_on=promised_on if isinstance(promised_on, date) else None,
        closed_on=closed_on if isinstance(closed_on, date) else None,
        funding=str(values.get("funding_source") or ""),
        planned=planned,
        key=f"hole:{record.id}",
        origin=CaseOrigin(day, REGISTER_SOURCE),
    )


def locality_case(
    place: Locality,
    commune: str,
    sites: Sequence[NearestSite],
    *,
    province: Province,
    planned: PlannedStation | None = None,
) -> PetitionCase:
    """Return the same of a locality for which the computation alone finds no signal."""
    return PetitionCase(
        place=place.name,
        commune=commune,
        households=place.households,
        people=place.people,
        kind="",
        state="",
        has_grid_power=place.has_grid_power,
        sites=[_nearby(one, province) for one in sites],
        responsible_operator="",
        promised_on=None,
        closed_on=None,
        funding="",
        planned=planned,
        key=f"locality:{place.id}",
        origin=layer_origin(province, "localities"),
    )


def planned_station(
    answer: PlanAnswer, place_id: str, province: Province
) -> PlannedStation | None:
    """Return what a plan builds first that brings signal to a locality."""
    names = service_names(answer.plan)
    mobile = {one.name for one in answer.plan.services if one.technology is not None}
    for item in answer.plan.items:
        served = {Demand.parts_of(one) for one in (*item.gained, *item.work.covers)}
        if not any((name, place_id) in served for name in mobile):
            continue
        year, is_on_site = item.year, item.work.site_id is not None
        service = names.get(item.work.service, Text(item.work.service, ""))
        return PlannedStation(
            work=work_phrase(item.work, service).vi,
            where="" if is_on_site else Whereabouts(province).of_work(item.work).vi,
            operator=item.work.operator,
            when=f"trong năm {year}" if is_calendar_year(year) else f"năm thứ {year}",
        )
    return None


def place_name(record: Record) -> str:
    """Return what a hole is called: its cluster, if it is one, and its village."""
    place = str(record.values.get("locality") or "")
    cluster = str(record.values.get("cluster") or "")
    return f"{cluster} ({place})" if cluster else place


def _nearby(one: NearestSite, province: Province | None) -> SiteNearby:
    name = one.site.name
    shown = f"{one.site.id} ({name})" if name not in {"", one.site.id} else one.site.id
    obstacle = one.obstacle
    return SiteNearby(
        operator=one.operator,
        name=shown,
        technologies=tuple(t.value for t in one.technologies),
        distance_m=one.distance_m,
        is_terrain_known=one.is_terrain_known,
        obstacle_m=obstacle.top_m if obstacle else None,
        obstacle_from_place_m=obstacle.from_place_m if obstacle else None,
        origin=layer_origin(province, "sites") if province else UNTOLD,
        terrain_origin=layer_origin(province, "terrain", "clutter", "sites")
        if province
        else UNTOLD,
    )


def whole(value: object) -> int | None:
    """Return a whole number of a record's field; None when it holds none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def truth(value: object) -> bool | None:
    """Return yes or no of a record's field; None when nobody has said."""
    return value if isinstance(value, bool) else None

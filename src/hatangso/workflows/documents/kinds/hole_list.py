"""The list of places without signal: gathers the register's, or else computed ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.map_content import (
    Area,
    MapContent,
    MapPoint,
    PointLayer,
)
from hatangso.documents.graphics.marks import PointSort
from hatangso.documents.graphics.province_map import province_map
from hatangso.documents.kinds.hole_facts import (
    HoleClass,
    HoleEntry,
    HoleListFacts,
    Obstruction,
    SiteOf,
)
from hatangso.documents.kinds.hole_list import compose_hole_list
from hatangso.documents.kinds.hole_tables import CLASS_TITLES
from hatangso.documents.kinds.petition_case import CaseOrigin
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.place import Locality
from hatangso.model.provenance import Reality
from hatangso.model.record import FieldValue, Record
from hatangso.model.site import Technology
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.units import KM_PER_M
from hatangso.workflows.documents.document_kind import DocumentKind, DocumentRequest
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.hole_cases import (
    REGISTER_SOURCE,
    is_open_hole,
    layer_origin,
    truth,
    unrecorded_holes,
    whole,
)
from hatangso.workflows.hole_states import HoleState, state_of_hole
from hatangso.workflows.nearest_stations import NearestStations

__all__ = ["KIND"]

_CODE = "coverage_hole"
# Fields of the register with the nearest site of an operator.
_TOLD_SITES = {
    "Viettel": "viettel",
    "VNPT": "vnpt",
    "MobiFone": "mobifone",
    "Vietnamobile": "vietnamobile",
}
_CLASSES = {"white": HoleClass.WHITE, "hollow": HoleClass.HOLLOW}
_SORTS = {
    HoleClass.UNCLASSED: PointSort.UNKNOWN,
    HoleClass.SIMULATED_4G: PointSort.PARTIAL_HOLE,
    HoleClass.SIMULATED_NONE: PointSort.HOLE,
    HoleClass.HOLLOW: PointSort.PARTIAL_HOLE,
    HoleClass.WHITE: PointSort.HOLE,
}
_SIMULATED = (
    "Danh sách do tính toán mô phỏng, chưa được đo kiểm; không dùng thay danh sách"
    " chính thức."
)
_PARTLY_SIMULATED = (
    "Trạm gần nhất và khoảng cách dựa trên số liệu mô phỏng hoặc suy ra, trừ nơi sổ"
    " đăng ký đã ghi rõ."
)
_WAY_LAYERS = ("terrain", "clutter", "sites", "services")

Placed = tuple[HoleEntry, tuple[float, float] | None]


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    """Compose the list of the register; if it has none, that of the computation.

    Raises:
        NotFoundError: The register has none and the coverage is not computed yet.
        StaleResultError: The coverage belongs to other inputs.
    """
    records = facts.records(_CODE)
    gatherer = _Gatherer(facts, request.today)
    found = gatherer.recorded(records) if records else gatherer.computed()
    entries = tuple(entry for entry, _ in found)
    province = facts.inputs.province
    return compose_hole_list(
        HoleListFacts(
            issuer=request.issuer,
            as_of=request.today if records else province.data_date,
            entries=entries,
            is_simulated=not records,
            closed=sum(state_of_hole(one) is HoleState.CLOSED for one in records)
            if records
            else None,
            map=_map(facts, found, is_simulated=not records),
            marks=_marks(entries, is_simulated=not records),
        )
    )


def _marks(entries: Iterable[HoleEntry], *, is_simulated: bool) -> tuple[str, ...]:
    if is_simulated:
        return (_SIMULATED,)
    origins = [site.origin for one in entries for site in one.sites]
    is_partly = any(one.reality is not Reality.REAL for one in origins)
    return (_PARTLY_SIMULATED,) if is_partly else ()


class _Gatherer:
    """Gathers what is known of places: coverage, sites and communes read once."""

    def __init__(self, facts: ProvinceFacts, today: date) -> None:
        self._facts = facts
        self._today = today
        province = facts.inputs.province
        self._communes = {unit.code: unit.name_vi for unit in province.communes}
        self._nearest = NearestStations(province)
        self._site_origin = layer_origin(province, "sites", "services")
        self._way_origin = layer_origin(province, *_WAY_LAYERS)
        kind = shipped_kinds()[_CODE]
        self._words = {
            name: {one.code: one.label_vi for one in kind.field(name).choices}
            for name in ("state", "difficulty_class")
        }

    def recorded(self, records: Sequence[Record]) -> list[Placed]:
        """Return the open holes of the register."""
        try:
            coverages = self._facts.coverage.localities
        except (NotFoundError, StaleResultError):
            coverages = ()
        by_place = {
            one.point_id: one for one in coverages if one.technology is Technology.G4
        }
        return [self._recorded(one, by_place) for one in records if is_open_hole(one)]

    def _recorded(
        self, record: Record, coverages: Mapping[str, PointCoverage]
    ) -> Placed:
        values = record.values
        place_deg = _place_deg(values)
        coverage = coverages.get(str(values.get("locality_id") or ""))
        told = str(values.get("obstruction") or "")
        promised_on, found_on = values.get("promised_on"), values.get("found_on")
        day = promised_on if isinstance(promised_on, date) else None
        code = str(values.get("commune_code") or "")
        entry = HoleEntry(
            key=f"hole:{record.id}",
            hole_class=_CLASSES.get(str(values.get("kind")), HoleClass.UNCLASSED),
            place=str(values.get("locality") or ""),
            cluster=str(values.get("cluster") or ""),
            commune=self._communes.get(code, code),
            households=whole(values.get("households")),
            people=whole(values.get("people")),
            has_grid_power=truth(values.get("has_grid_power")),
            difficulty=self._word("difficulty_class", values),
            sites=self._sites(values, place_deg),
            obstruction=Obstruction(told) if told else self._obstruction(coverage),
            operator=str(values.get("responsible_operator") or ""),
            promised_on=day,
            is_late=day is not None and day < self._today,
            funding=str(values.get("funding_source") or ""),
            state=self._words["state"][state_of_hole(record).value],
            origin=CaseOrigin(
                f"{found_on:%d/%m/%Y}" if isinstance(found_on, date) else "",
                REGISTER_SOURCE,
            ),
        )
        return entry, place_deg

    def _word(self, name: str, values: Mapping[str, FieldValue]) -> str:
        code = str(values.get(name) or "")
        return self._words[name].get(code, code)

    def _sites(
        self,
        values: Mapping[str, FieldValue],
        place_deg: tuple[float, float] | None,
    ) -> tuple[SiteOf, ...]:
        """Return the nearest sites: as the register tells them, else measured."""
        found = {one.operator: one for one in self._measured(place_deg)}
        for operator, field in _TOLD_SITES.items():
            name = str(values.get(f"{field}_site") or "")
            away_km = values.get(f"{field}_distance_km")
            if name or isinstance(away_km, float):
                distance_km = away_km if isinstance(away_km, float) else None
                origin = CaseOrigin("", REGISTER_SOURCE)
                found[operator] = SiteOf(operator, name, distance_km, origin)
        return tuple(found[name] for name in sorted(found))

    def _measured(self, place_deg: tuple[float, float] | None) -> tuple[SiteOf, ...]:
        if place_deg is None:
            return ()
        return tuple(
            SiteOf(
                one.operator,
                one.site.id,
                one.distance_m * KM_PER_M,
                self._site_origin,
            )
            for one in self._nearest.of(*place_deg)
        )

    def _obstruction(self, coverage: PointCoverage | None) -> Obstruction:
        obstacle = coverage.obstacle if coverage else None
        if coverage is None or obstacle is None:
            is_known = coverage is not None and coverage.site_id is not None
            return Obstruction(
                "Không bị che khuất; tín hiệu 4G yếu" if is_known else ""
            )
        return Obstruction("", obstacle.height_m, obstacle.distance_m, self._way_origin)

    def computed(self) -> list[Placed]:
        """Return the localities for which the computation finds no 4G."""
        province = self._facts.inputs.province
        coverages = self._facts.coverage.localities
        covered = {
            one.point_id
            for one in coverages
            if one.level in {CoverageLevel.BASIC, CoverageLevel.GOOD}
        }
        places = {one.id: one for one in province.localities}
        origin = layer_origin(province, "localities", *_WAY_LAYERS)
        return [
            self._computed(places[one.point_id], one, covered, origin)
            for one in unrecorded_holes(coverages, (), Technology.G4)
        ]

    def _computed(
        self,
        place: Locality,
        coverage: PointCoverage,
        covered: set[str],
        origin: CaseOrigin,
    ) -> Placed:
        place_deg = place.lon_deg, place.lat_deg
        is_covered = place.id in covered
        entry = HoleEntry(
            key=f"locality:{place.id}",
            hole_class=HoleClass.SIMULATED_4G
            if is_covered
            else HoleClass.SIMULATED_NONE,
            place=place.name,
            cluster="",
            commune=self._communes.get(place.commune_code, ""),
            households=place.households,
            people=place.people,
            has_grid_power=place.has_grid_power,
            difficulty=self._words["difficulty_class"].get(place.difficulty_class, ""),
            sites=self._measured(place_deg),
            obstruction=self._obstruction(coverage),
            origin=origin,
        )
        return entry, place_deg


def _place_deg(values: Mapping[str, FieldValue]) -> tuple[float, float] | None:
    lon_deg, lat_deg = values.get("lon_deg"), values.get("lat_deg")
    if isinstance(lon_deg, float) and isinstance(lat_deg, float):
        return lon_deg, lat_deg
    return None


def _map(
    facts: ProvinceFacts, found: Sequence[Placed], *, is_simulated: bool
) -> Figure | None:
    """Return where the places lie; None when nobody knows."""
    province = facts.inputs.province
    layers = []
    for hole_class, sort in _SORTS.items():
        points = [
            MapPoint(*place_deg)
            for entry, place_deg in found
            if place_deg and entry.hole_class is hole_class
        ]
        if points:
            layers.append(PointLayer(sort, points, CLASS_TITLES[hole_class]))
    if not layers:
        return None
    origin = layer_origin(province, "communes")
    marks = (_SIMULATED,) if is_simulated else ()
    source = "tính toán vùng phủ sóng" if is_simulated else REGISTER_SOURCE
    content = MapContent(
        areas=[
            Area(unit.code, unit.name_vi, unit.geometry) for unit in province.communes
        ],
        points=layers,
        notes=DrawingNotes(
            sources=(source, origin.source), as_of=province.data_date, marks=marks
        ),
    )
    count = sum(len(layer.points) for layer in layers)
    return Figure(
        name="hole_map",
        svg=province_map(content),
        caption="Các nơi chưa có sóng di động",
        description=f"Bản đồ tỉnh với {count} nơi chưa có sóng, theo loại",
    )


KIND = DocumentKind(
    code="hole_list",
    order=3,
    title=Message("List of places without signal"),
    help=Message(
        "Villages and clusters without mobile signal, commune by commune, with the"
        " nearest stations and who covers them by when."
    ),
    make=_make,
)

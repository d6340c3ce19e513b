"""A small invented province with everything that the report can show."""

from dataclasses import replace
from datetime import date
from math import cos, radians, sin

import numpy as np
from shapely import LineString, box

from hatangso.documents.map_images import (
    LevelClass,
    coverage_png,
    doubt_png,
    relief_png,
)
from hatangso.documents.report_content import (
    AreaAnswer,
    AuditNote,
    CostAssumption,
    CoverageImage,
    InputFile,
    MapFrame,
    MapImages,
    RateGoal,
    ReportContent,
    SignalThreshold,
    Text,
)
from hatangso.errors import Message
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.indicator import (
    Assessment,
    Comparator,
    Figure,
    FigureKind,
    Indicator,
    IssuingDocument,
    Status,
    Target,
    Value,
    ValueMethod,
)
from hatangso.model.marginal_money import MarginalMoney
from hatangso.model.place import Locality, Road
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.province import Province
from hatangso.model.sensitivity import (
    ScenarioAnswer,
    ScenarioOutcome,
    Sensitivity,
    WorkStability,
)
from hatangso.model.sharing import SharingAnswer, SharingSide
from hatangso.model.site import Service, Site, Technology
from small_build_plan import small_build_plan

_FRAME = MapFrame(105.0, 21.0, 106.0, 22.0)
_COMMUNES = ("Võ Nhai", "Đồng Hỷ", "Chợ Đồn", "Ân Thi")


def small_report(*, hostile: str = "") -> ReportContent:
    """Return the content; every name from outside carries the hostile text."""
    localities = tuple(_locality(at, hostile) for at in range(60))
    province = Province(
        key="thu_nghiem",
        name_vi=f"Thử Nghiệm{hostile}",
        name_en=f"Test{hostile}",
        note_vi=f"Tỉnh tưởng tượng.{hostile}",
        note_en=f"An invented province.{hostile}",
        refractivity_gradient_n_per_km=45.0,
        communes=tuple(_commune(at, hostile) for at in range(4)),
        localities=localities,
        sites=tuple(_site(at, hostile) for at in range(40)),
        services=tuple(
            _service(at, one, hostile) for at in range(40) for one in Technology
        ),
        roads=(Road("1", "national", LineString([(105.1, 21.1), (105.9, 21.9)])),),
        facilities=(),
        figures=(_figure(hostile),),
        documents=(_document(hostile),),
        provenances={layer.layer: layer for layer in _provenances(hostile)},
    )
    coverages = tuple(
        _coverage(at, place, technology, hostile)
        for technology in Technology
        for at, place in enumerate(localities)
    )
    return ReportContent(
        province=province,
        data_date=date(2024, 12, 31),
        software_version="0.1.0",
        coverages=coverages,
        terrain_ratio=0.788,
        indicators=(_indicator(hostile),),
        assessments=_assessments(hostile),
        areas=(AreaAnswer(Technology.G4, 910.0, 90.0, 12.0, 34.5),),
        rate_goals=(
            RateGoal(Technology.G4, 40.0, Text(f"QĐ 36{hostile}", f"D. 36{hostile}")),
        ),
        images=_images(),
        plan=small_build_plan(localities, hostile),
        sharing=_sharing(hostile),
        sensitivity=_sensitivity(),
        more_money=MarginalMoney(10**9, 10**10, 9 * 10**9, 99, 2, 99, 120, ("A",), ()),
        plan_title=Text(f"Phương án mẫu{hostile}", f"Example{hostile}"),
        plan_notes=(Text(f"Ghi chú.{hostile}", f"A note.{hostile}"),),
        thresholds=(SignalThreshold(Technology.G4, "RSRP", -105.0, -95.0, 10.3),),
        assumptions=(
            CostAssumption(
                Text(f"Cột mới{hostile}", f"New mast{hostile}"),
                1_234_500_000.0,
                Text("đồng", "đồng"),
                Text(f"nguồn{hostile}", f"source{hostile}"),
                1_000_000_000.0,
                1_500_000_000.0,
            ),
            CostAssumption(
                Text("Cáp quang", "Fibre"),
                60_000_000.0,
                Text("đồng/km", "đồng/km"),
                is_local=True,
            ),
        ),
        audit=(_audit_note(hostile),),
        parameters=((Text("Máy thu cao", "Receiver height"), Text("1,5 m", "1.5 m")),),
        inputs=(InputFile(f"sites.csv{hostile}", "ab" * 32),),
    )


def _sharing(hostile: str) -> SharingAnswer:
    together = SharingSide("", 8_050_000_000, 8_000_000_000, 0.006, 2, 1, 9, 60_868)
    alone = replace(
        together, operator=f"VNPT{hostile}", cost_vnd=10_000_000_000, new_masts=3
    )
    return SharingAnswer((alone,), together, 1_950_000_000, 1_900_000_000, 2 * 10**9)


def _sensitivity() -> Sensitivity:
    kept = ("UP-0", "SH-6", "NM-1")
    first = ScenarioAnswer(9 * 10**9, 9e9, 8.9e9, 0.01, 60_868, kept, (), ())
    return Sensitivity(
        8_050_000_000,
        (
            ScenarioOutcome("masts high", 9_100_000_000, first),
            ScenarioOutcome("no fibre", None, None, Message("no plan reaches it")),
        ),
        tuple(
            WorkStability(name, "upgrade", 350_000_000, int(name in kept))
            for name in (*kept, "EQ-1", "EQ-1-5G", "FA-30")
        ),
    )


def without_plan_and_map(content: ReportContent) -> ReportContent:
    """Return the content as it is before anything was planned or drawn."""
    return replace(
        content, images=None, plan=None, assessments=(), audit=(), assumptions=()
    )


def with_second_opinion(content: ReportContent) -> ReportContent:
    """Return the content with another level by ITM at every tenth place of 4G."""
    none, good, unknown = CoverageLevel.NONE, CoverageLevel.GOOD, CoverageLevel.UNKNOWN
    turned = {none: good, CoverageLevel.BASIC: none, good: none, unknown: unknown}
    coverages = [
        replace(
            one,
            second_level_dbm=-99.0,
            second_level=turned[one.level] if one.point_id.endswith("2") else one.level,
        )
        if one.technology is Technology.G4
        else one
        for one in content.coverages
    ]
    images = content.images
    if images is not None:
        doubt = CoverageImage(Technology.G4, doubt_png(np.eye(60, 56, dtype=bool)))
        images = replace(images, doubts=(doubt,))
    return replace(content, coverages=tuple(coverages), images=images)


def _commune(at: int, hostile: str) -> AdminUnit:
    west, south = 105.05 + 0.45 * (at % 2), 21.05 + 0.45 * (at // 2)
    name = _COMMUNES[at]
    return AdminUnit(
        code=f"0000{at}",
        name_vi=f"Xã {name}{hostile}",
        name_en=f"{name} Commune{hostile}",
        kind="xã",
        area_km2=100.0,
        people=9000,
        geometry=box(west, south, west + 0.45, south + 0.45),
    )


def _spiral(at: int) -> tuple[float, float]:
    angle, reach = radians(137.5 * at), 0.05 + 0.006 * at
    return round(105.5 + reach * cos(angle), 5), round(21.5 + reach * sin(angle), 5)


def _locality(at: int, hostile: str) -> Locality:
    lon_deg, lat_deg = _spiral(at)
    code = f"0000{int(lon_deg > 105.5) + 2 * int(lat_deg > 21.5)}"
    name = f"Xóm {at:02d}{hostile}"
    return Locality(
        f"X{at:02d}", name, code, lon_deg, lat_deg, 40 + 37 * at, 10 + at, at % 3 > 0
    )


def _site(at: int, hostile: str) -> Site:
    lon_deg, lat_deg = _spiral(at)
    return Site(f"TN-{at:02d}", lon_deg + 0.02, lat_deg, 42.0, f"VNPT{hostile}")


def _service(at: int, technology: Technology, hostile: str) -> Service:
    return Service(
        f"TN-{at:02d}", f"VNPT{hostile}", technology, 1800, 20, 43, 17, 1, 40
    )


def _coverage(
    at: int, place: Locality, technology: Technology, hostile: str
) -> PointCoverage:
    known = {0: CoverageLevel.NONE, 1: CoverageLevel.BASIC, 5: CoverageLevel.UNKNOWN}
    level = known.get(at % 6, CoverageLevel.GOOD)
    if technology is Technology.G4 and at % 6 in {1, 2}:
        level = CoverageLevel.NONE
    if level is CoverageLevel.UNKNOWN:
        return PointCoverage(place.id, technology, level)
    obstacle = None
    if level is CoverageLevel.NONE and at % 4:
        obstacle = Obstacle(place.lon_deg, place.lat_deg, 1800.0, 412.0, 63.0, 120.0)
    return PointCoverage(
        point_id=place.id,
        technology=technology,
        level=level,
        level_dbm=-121.4,
        site_id=f"TN-{at % 40:02d}",
        operator=f"VNPT{hostile}",
        distance_m=4210.0,
        obstacle=obstacle,
    )


def _figure(hostile: str) -> Figure:
    return Figure(
        "I1",
        "villages_4g",
        f"Tỷ lệ xóm được phủ sóng 4G{hostile}",
        f"Villages covered by 4G{hostile}",
        Comparator.EQUAL,
        100.0,
        "%",
        FigureKind.TARGET,
        "2025",
        "kh-1",
    )


def _document(hostile: str) -> IssuingDocument:
    title_vi, title_en = f"Kế hoạch 1{hostile}", f"Plan 1{hostile}"
    return IssuingDocument("kh-1", title_vi, title_en, "Thử Nghiệm", "2024")


def _indicator(hostile: str) -> Indicator:
    return Indicator(
        "villages_4g",
        f"Xóm có 4G{hostile}",
        f"Villages with 4G{hostile}",
        "%",
        "VT",
        higher_is_better=True,
        definition_vi="",
        definition_en="",
        measure="villages_4g",
    )


def _assessments(hostile: str) -> tuple[Assessment, ...]:
    def target(name: str, value: float) -> Target:
        unit = "%" if name == "I1" else f"trạm{hostile}"
        indicator = "villages_4g" if name == "I1" else f"Chỉ tiêu {name}{hostile}"
        return Target(
            name, indicator, Comparator.AT_LEAST, value, unit, "2025", "kh-1", "F06"
        )

    computed = Value(
        "villages_4g",
        96.25,
        "%",
        ValueMethod.COMPUTED,
        "sites",
        numerator=1234.0,
        denominator=1282.0,
        unknown=12.0,
        rests_on_synthetic=True,
    )
    reported = Value(
        "villages_4g", 99.6, "%", ValueMethod.REPORTED, "kh-1", period="2024-12-31"
    )
    first = target("I1", 100.0)
    return (
        Assessment(first, Status.SHORT, computed, 3.75, 48.0, ("conflicts_with:I2",)),
        Assessment(first, Status.SHORT, reported, 0.4),
        Assessment(target("I2", 1234.5), Status.MET, None, 0.0, None, ("already_met",)),
        Assessment(
            target("Võ Nhai", 5.0), Status.NOT_MEASURABLE, notes=(f"other{hostile}",)
        ),
    )


def _audit_note(hostile: str) -> AuditNote:
    return AuditNote(
        flag="F06",
        title=Text(f"Hai số khác nhau{hostile}", f"Two numbers differ{hostile}"),
        arithmetic=Text("1.292 / 1.092 = 118 %", "1,292 / 1,092 = 118%"),
        figures=("I1",),
        suggestion=Text("Hỏi lại đơn vị ban hành.", "Ask the issuer."),
    )


def _images() -> MapImages:
    rows, cols = np.indices((60, 56))
    shade = np.where(cols > 46, np.nan, 0.5 + 0.4 * np.sin(rows / 5) * np.cos(cols / 4))
    coverages = []
    for at, technology in enumerate(Technology):
        levels = np.clip(2 - (rows + 6 * at) // 25, 0, 2)
        levels = np.where(cols > 46, int(LevelClass.UNKNOWN), levels)
        levels[:3] = LevelClass.OUTSIDE
        coverages.append(CoverageImage(technology, coverage_png(levels)))
    return MapImages(_FRAME, relief_png(shade), tuple(coverages))


def _provenances(hostile: str) -> tuple[Provenance, ...]:
    realities = {
        "terrain": Reality.REAL,
        "communes": Reality.REAL,
        "figures": Reality.REAL,
        "clutter": Reality.DERIVED,
        "localities": Reality.SYNTHETIC,
        "sites": Reality.SYNTHETIC,
        "services": Reality.SYNTHETIC,
        "roads": Reality.REAL,
    }
    return tuple(
        Provenance(layer, reality, f"nguồn {layer}{hostile}", "2024-12-31", "", "MIT")
        for layer, reality in realities.items()
    )

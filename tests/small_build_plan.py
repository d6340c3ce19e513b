"""A small invented plan over three years with every kind of work, route and reason."""

from collections.abc import Sequence

from shapely import LineString

from hatangso.errors import Message
from hatangso.model.build_plan import (
    Alternative,
    BuildItem,
    BuildPlan,
    CurvePoint,
    GoalOutcome,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
    PlanYear,
    Remedy,
    ServiceOutcome,
)
from hatangso.model.demand import AskedService, Demand, Goal, Measure
from hatangso.model.place import Locality
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind

MOBILE = AskedService("4G", Technology.G4)
FAST = AskedService("5G-100", Technology.G5, 100.0)
FIBRE = AskedService("fibre", None, 1000.0)


def small_build_plan(localities: Sequence[Locality], hostile: str = "") -> BuildPlan:
    """Return a plan for localities X00 to X59; names from outside carry the text."""
    items = _items(localities, hostile)
    curve = ((0, 0), (1_450_000_000, 700), (8_050_000_000, 1234))
    return BuildPlan(
        question=PlanQuestion.CHEAPEST,
        services=(MOBILE, FAST, FIBRE),
        objective=float(sum(item.work.cost_vnd for item in items)),
        bound=0.9877 * sum(item.work.cost_vnd for item in items),
        gap_ratio=0.0123,
        cost_vnd=sum(item.work.cost_vnd for item in items),
        outcomes=(
            ServiceOutcome(MOBILE, 30_000, 31_234, 33_000, 1_500, 40, 44, 50, 10),
            ServiceOutcome(FAST, 8_000, 8_484, 33_000, 1_500, 12, 13, 50, 10),
            ServiceOutcome(FIBRE, 20_000, 21_150, 34_500, 0, 41, 42, 60, 0),
        ),
        years=(
            PlanYear(2026, 2_000_000_000, 1_950_000_000, (30_262, 8_000, 20_000)),
            PlanYear(2027, 3_000_000_000, 2_600_000_000, (30_746, 8_000, 20_000)),
            PlanYear(2028, None, 3_500_000_000, (31_234, 8_484, 21_150)),
        ),
        items=items,
        goals=_goals(hostile),
        left_out=_left_out(hostile),
        curve=tuple(
            CurvePoint(cost, cost, 58_000 + people, 93 + people // 300, 0.0001)
            for cost, people in curve
        ),
        notes=(Message("With a budget of {budget}", {"budget": 12.5, "n": 3}),),
    )


def _items(localities: Sequence[Locality], hostile: str) -> tuple[BuildItem, ...]:
    def item(  # noqa: PLR0917 - calls read as rows of a table
        at: int,
        year: int,
        kind: WorkKind,
        name: str,
        service: str = "",
        cost_vnd: int = 350_000_000,
        *,
        alternatives: tuple[Alternative, ...] = (),
        is_fixed: bool = False,
        **more: object,
    ) -> BuildItem:
        place = localities[at]
        gained = (Demand.id_of(service, place.id),) if service else ()
        work = Work(
            id=name,
            kind=kind,
            service=service,
            lon_deg=place.lon_deg,
            lat_deg=place.lat_deg,
            cost_vnd=cost_vnd,
            covers=gained,
            **more,  # type: ignore[arg-type]
        )
        people = place.people if service else 0
        return BuildItem(work, year, gained, people, alternatives, is_fixed)

    operator = f"VNPT{hostile}"
    east = LineString([(105.4, 21.4), (105.45, 21.47), (105.52, 21.55)])
    hop = LineString([(105.52, 21.55), (105.6, 21.7)])
    dearer = Alternative(("SH-9",), "share", 900_000_000, 550_000_000)
    missing = Alternative(("UP-8",), "upgrade", 300_000_000, -50_000_000, ("4G:X06",))
    mast = {"antenna_height_m": 42.0, "ground_m": 310.4, "road_distance_m": 1250.0}
    return (
        item(
            0,
            2026,
            WorkKind.UPGRADE,
            "UP-0",
            "4G",
            operator=operator,
            site_id="TN-00",
            antenna_height_m=40.0,
            alternatives=(dearer,),
        ),
        item(
            6,
            2026,
            WorkKind.SHARE,
            "SH-6",
            "4G",
            1_600_000_000,
            operator=operator,
            site_id="TN-06",
            antenna_height_m=36.0,
            alternatives=(missing, dearer),
            is_fixed=True,
        ),
        item(12, 2027, WorkKind.EQUIPMENT, "EQ-1", "4G", needs="NM-1", node="n1"),
        item(12, 2027, WorkKind.NEW_MAST, "NM-1", "", 1_940_000_000, node="n1", **mast),
        item(
            12,
            2027,
            WorkKind.FIBRE,
            "RT-1",
            "",
            310_000_000,
            node="n1",
            links=("e1", "e2"),
            line=east,
            length_m=5160.0,
        ),
        item(
            12, 2028, WorkKind.EQUIPMENT, "EQ-1-5G", "5G-100", needs="NM-1", node="n1"
        ),
        item(30, 2028, WorkKind.FIBRE_ACCESS, "FA-30", "fibre", node="p30"),
        item(
            36, 2028, WorkKind.SATELLITE_ACCESS, "SA-36", "4G", 90_000_000, node="s36"
        ),
        item(36, 2028, WorkKind.SATELLITE, "RT-3", "", 10_000_000, node="s36"),
        item(42, 2028, WorkKind.REPEATER, "RP-42", "4G", 200_000_000),
        item(18, 2028, WorkKind.NEW_MAST, "NM-2", "", 1_900_000_000, node="n2", **mast),
        item(18, 2028, WorkKind.EQUIPMENT, "EQ-2", "4G", needs="NM-2", node="n2"),
        item(
            18,
            2028,
            WorkKind.MICROWAVE,
            "RT-2",
            "",
            250_000_000,
            node="n2",
            needs="NM-1",
            line=hop,
            length_m=18_400.0,
        ),
    )


def _goals(hostile: str) -> tuple[GoalOutcome, ...]:
    plan = f"Kế hoạch 1{hostile}"
    people = Goal("4G", Measure.PEOPLE, 0.945, 2028, document=plan)
    roads = Goal("4G", Measure.ROAD_KM, 0.9, 2027)
    schools = Goal("5G-100", Measure.FACILITIES, None, 2028, ("school", "hospital"))
    return (
        GoalOutcome(people, 33_000, 30_000, 31_234, 32_500, 31_185, is_binding=True),
        GoalOutcome(roads, 412_300, 300_000, 360_500, 400_000, 371_070),
        GoalOutcome(schools, 40, 12, 30, 30, 30),
    )


def _left_out(hostile: str) -> tuple[LeftOut, ...]:
    works = (
        Work("NM-9", WorkKind.NEW_MAST, "", 105.3, 21.3, 1, antenna_height_m=30.0),
        Work("EQ-9", WorkKind.EQUIPMENT, "4G", 105.3, 21.3, 1, operator=f"X{hostile}"),
        Work("RT-9", WorkKind.FIBRE, "", 105.3, 21.3, 1, length_m=3210.0),
    )
    remedy = Remedy(works, 3_210_000_000, 706)
    return (
        LeftOut("4G:X24", LeftOutReason.NO_CANDIDATE),
        LeftOut("4G:X31", LeftOutReason.BUDGET, remedy),
        LeftOut("4G:X48", LeftOutReason.NO_TIE),
        LeftOut("4G:X54", LeftOutReason.RULE),
        LeftOut("5G-100:X54", LeftOutReason.NOT_NEEDED, Remedy(works[:2], 10, 0)),
        LeftOut("4G:road-17", LeftOutReason.NOT_NEEDED),
    )

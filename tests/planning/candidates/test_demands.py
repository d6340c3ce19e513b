"""Who wants what, and who has it."""

from dataclasses import replace

import pytest

from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.demand import AskedService, Demand, Goal, Measure
from hatangso.model.place import Facility, Locality
from hatangso.model.site import Technology
from hatangso.planning.candidates.demands import RoadPiece, demands, is_served

G4 = AskedService("4G", Technology.G4)
G5 = AskedService("5G-100", Technology.G5, 100.0)
FIBRE = AskedService("fibre", None)
VILLAGE = Locality("v1", "Bản Mù", "1", 105.0, 21.0, 300, 80)
HAMLET = Locality("v2", "Xóm Núi", "1", 105.1, 21.0, 40, 9)
SCHOOL = Facility("s1", "Trường A", "school", 105.0, 21.1)
HOSPITAL = Facility("h1", "Bệnh viện B", "hospital", 105.0, 21.1)
ROAD = RoadPiece("r1:0", 105.0, 21.2, 950)


def _coverage(level: CoverageLevel, **more: object) -> PointCoverage:
    return PointCoverage("v1", Technology.G5, level, **more)  # type: ignore[arg-type]


def test_localities_want_all_facilities_and_roads_what_a_goal_asks() -> None:
    state = demands(
        (G4, G5),
        (
            Goal("5G-100", Measure.FACILITIES, 1.0, 2026, kinds=("hospital",)),
            Goal("4G", Measure.ROAD_KM, 0.9, 2026),
        ),
        localities=(VILLAGE, HAMLET),
        facilities=(SCHOOL, HOSPITAL),
        roads=(ROAD,),
        served={
            "4G": {"v1": True, "v2": False, "r1:0": False},
            "5G-100": {"v1": False},
        },
    )
    assert [one.id for one in state.demand] == [
        "4G:v1",
        "4G:v2",
        "4G:r1:0",
        "5G-100:v1",
        "5G-100:v2",
        "5G-100:h1",
    ]
    assert state.covered == {"4G:v1"}
    assert state.unknown == {"5G-100:v2", "5G-100:h1"}
    assert state.places == {"4G": (HAMLET, ROAD), "5G-100": (VILLAGE,)}


def test_people_households_and_metres_come_along() -> None:
    state = demands(
        (FIBRE,),
        (Goal("fibre", Measure.ROAD_KM, 1.0, 2026),),
        localities=(VILLAGE,),
        facilities=(),
        roads=(ROAD,),
        served={},
    )
    assert state.demand == (
        Demand("fibre:v1", "fibre", "v1", "locality", people=300, households=80),
        Demand("fibre:r1:0", "fibre", "r1:0", "road", road_m=950),
    )


@pytest.mark.parametrize(
    ("measure", "kinds", "weights"),
    [
        (Measure.PEOPLE, (), [300, 0, 0]),
        (Measure.HOUSEHOLDS, (), [80, 0, 0]),
        (Measure.LOCALITIES, (), [1, 0, 0]),
        (Measure.FACILITIES, (), [0, 1, 0]),
        (Measure.FACILITIES, ("hospital",), [0, 0, 0]),
        (Measure.ROAD_KM, (), [0, 0, 950]),
    ],
)
def test_a_goal_counts_what_its_measure_says(
    measure: Measure, kinds: tuple[str, ...], weights: list[int]
) -> None:
    goal = Goal("4G", measure, 1.0, 2026, kinds=kinds)
    found = [
        Demand("4G:v1", "4G", "v1", "locality", people=300, households=80),
        Demand("4G:s1", "4G", "s1", "school"),
        Demand("4G:r1", "4G", "r1", "road", road_m=950),
    ]
    assert [goal.weight_of(one) for one in found] == weights
    other = Goal("5G", measure, 1.0, 2026, kinds=kinds)
    assert [other.weight_of(one) for one in found] == [0, 0, 0]


@pytest.mark.parametrize(
    ("coverage", "service", "operator", "answer"),
    [
        (_coverage(CoverageLevel.UNKNOWN), G5, "", None),
        (_coverage(CoverageLevel.NONE), G5, "", False),
        (_coverage(CoverageLevel.BASIC, rate_mbps=120.0), G5, "", True),
        (_coverage(CoverageLevel.GOOD, rate_mbps=99.0), G5, "", False),
        (_coverage(CoverageLevel.GOOD), G5, "", None),
        (_coverage(CoverageLevel.GOOD), G4, "", True),
        (_coverage(CoverageLevel.GOOD, operators=("VNPT",)), G4, "VNPT", True),
        (_coverage(CoverageLevel.GOOD, operators=("VNPT",)), G4, "Viettel", False),
        (_coverage(CoverageLevel.UNKNOWN), G4, "Viettel", None),
        (
            _coverage(CoverageLevel.GOOD, rate_mbps=120.0, operators=("VNPT",)),
            G5,
            "VNPT",
            True,
        ),
        (
            _coverage(CoverageLevel.GOOD, rate_mbps=99.0, operators=("VNPT",)),
            G5,
            "VNPT",
            False,
        ),
        (_coverage(CoverageLevel.GOOD, operators=("VNPT",)), G5, "VNPT", None),
        (_coverage(CoverageLevel.GOOD, rate_mbps=120.0), G5, "VNPT", False),
    ],
)
def test_a_place_is_served_when_level_and_rate_suffice(
    coverage: PointCoverage,
    service: AskedService,
    operator: str,
    answer: bool | None,  # noqa: FBT001 - what is asked
) -> None:
    assert is_served(coverage, service, operator=operator) is answer


@pytest.mark.parametrize(
    ("difficulty", "grid_power", "counted"),
    [
        ((), None, ["plain", "hill", "peak"]),
        (("III", "special"), None, ["hill", "peak"]),
        ((), True, ["plain", "hill"]),
        ((), False, ["peak"]),
        (("III",), True, ["hill"]),
    ],
)
def test_a_goal_may_mean_some_localities_only(
    difficulty: tuple[str, ...],
    grid_power: bool | None,  # noqa: FBT001 - what is asked
    counted: list[str],
) -> None:
    goal = Goal(
        "4G",
        Measure.LOCALITIES,
        1.0,
        2026,
        difficulty=difficulty,
        grid_power=grid_power,
    )
    villages = (
        replace(VILLAGE, id="plain", has_grid_power=True),
        replace(VILLAGE, id="hill", difficulty_class="III"),
        replace(VILLAGE, id="peak", difficulty_class="special", has_grid_power=False),
    )
    state = demands(
        (G4,), (goal,), localities=villages, facilities=(), roads=(), served={}
    )
    found = [one.place_id for one in state.demand if goal.weight_of(one)]
    assert found == counted

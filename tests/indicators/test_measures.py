import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.coverage_counts import CoverageCounts, measure_coverage
from hatangso.indicators.measures import MEASURES, SIMULATED, compute_values
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.indicator import Value
from hatangso.model.place import Facility, Locality
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.province import Province
from hatangso.model.site import Service, Site, Technology

G2, G3, G4, G5 = Technology
UNKNOWN, NONE, BASIC, GOOD = CoverageLevel
PEOPLE = (100, 200, 300, 400)


def service(site_id: str, operator: str, technology: Technology) -> Service:
    return Service(site_id, operator, technology, 900, 10, 43, 15, 1, 30)


def province(**changes: Any) -> Province:
    """Return a province with communes A (a, b), B (c, d) and C without villages."""
    parts: dict[str, Any] = {
        "communes": tuple(
            AdminUnit(code, code, code, "xã", 10, 500, box(0, 0, 1, 1))
            for code in "ABC"
        ),
        "localities": tuple(
            Locality(name, name, commune, 105, 21, people, people // 4)
            for name, commune, people in zip("abcd", "AABB", PEOPLE, strict=True)
        ),
        "sites": tuple(Site(name, 105, 21, 40, "o") for name in ("s", "t", "u")),
        "services": (
            service("s", "VNPT", G3),
            service("s", "Viettel", G4),
            service("t", "Viettel", G4),
        ),
        "roads": (),
        "facilities": (
            Facility("uni", "", "university", 105, 21),
            Facility("hos", "", "hospital", 105, 21),
            Facility("mkt", "", "market", 105, 21),
        ),
        "figures": (),
        "documents": (),
        "provenances": {},
    }
    return Province("p", "P", "P", "", "", 45, **(parts | changes))


def covered(
    technology: Technology, levels: dict[str, CoverageLevel]
) -> list[PointCoverage]:
    return [PointCoverage(name, technology, level) for name, level in levels.items()]


def values_of(
    catalogue: IndicatorCatalogue, counts: CoverageCounts, **options: Any
) -> dict[str, Value]:
    found = compute_values(catalogue, counts, **options)
    return {value.indicator: value for value in found}


def triple(value: Value) -> tuple[float | None, float | None, float]:
    return value.numerator, value.denominator, value.unknown


MIXED = [
    *covered(G3, {"a": BASIC, "b": NONE, "c": NONE, "d": UNKNOWN}),
    *covered(G4, {"a": NONE, "b": GOOD, "c": NONE, "d": NONE}),
]


def test_any_technology_reaches_and_all_must_fail_to_miss(
    catalogue: IndicatorCatalogue,
) -> None:
    values = values_of(catalogue, measure_coverage(province(), MIXED, (), {}))
    # a by 3G, b by 4G, c by none; of d nobody knows whether 3G reaches it.
    broadband = values["village_mobile_broadband_ratio"]
    assert triple(broadband) == (2, 3, 1)
    assert broadband.value == pytest.approx(200 / 3)
    assert triple(values["village_4g_ratio"]) == (1, 4, 0)
    assert values["village_4g_ratio"].value == 25


def test_people_are_counted_where_they_live(catalogue: IndicatorCatalogue) -> None:
    values = values_of(catalogue, measure_coverage(province(), MIXED, (), {}))
    assert triple(values["people_mobile_broadband_ratio"]) == (300, 600, 400)
    assert values["people_mobile_broadband_ratio"].value == 50
    assert values["people_4g_ratio"].value == 20


def test_a_commune_is_reached_by_any_village_and_missed_only_when_all_are_known(
    catalogue: IndicatorCatalogue,
) -> None:
    values = values_of(catalogue, measure_coverage(province(), MIXED, (), {}))
    # A has a; in B one village is missed and one unknown; C has no villages.
    assert triple(values["commune_mobile_broadband_ratio"]) == (1, 1, 2)


def test_villages_without_signal_are_a_count(catalogue: IndicatorCatalogue) -> None:
    value = values_of(catalogue, measure_coverage(province(), MIXED, (), {}))[
        "village_without_mobile_count"
    ]
    assert (value.value, value.unit) == (1, "thôn")
    assert triple(value) == (1, 3, 1)


def test_unknown_is_not_the_same_as_not_reached(catalogue: IndicatorCatalogue) -> None:
    nothing = values_of(catalogue, measure_coverage(province(), (), (), {}))
    assert "village_4g_ratio" not in nothing
    zero = covered(G4, dict.fromkeys("abcd", NONE))
    known = values_of(catalogue, measure_coverage(province(), zero, (), {}))
    assert known["village_4g_ratio"].value == 0


def test_a_technology_that_nobody_offers_reaches_nothing(
    catalogue: IndicatorCatalogue,
) -> None:
    values = values_of(catalogue, measure_coverage(province(), MIXED, (), {}))
    assert triple(values["village_5g_ratio"]) == (0, 4, 0)


def test_without_services_everything_is_unknown(catalogue: IndicatorCatalogue) -> None:
    counts = measure_coverage(province(services=()), (), (), {})
    assert values_of(catalogue, counts) == {}


def test_universities_and_hospitals_are_one_group(
    catalogue: IndicatorCatalogue,
) -> None:
    place = province(services=(service("s", "VNPT", G5),))
    found = covered(G5, {"uni": GOOD, "hos": NONE, "mkt": GOOD})
    values = values_of(catalogue, measure_coverage(place, (), found, {}))
    assert triple(values["university_hospital_5g_ratio"]) == (1, 2, 0)
    assert "industrial_zone_5g_ratio" not in values


def test_roads_without_a_kind_are_not_measurable(
    catalogue: IndicatorCatalogue,
) -> None:
    road_km = {(G4, GOOD, ""): 12.0, (G4, NONE, "local"): 3.0}
    values = values_of(catalogue, measure_coverage(province(), (), (), road_km))
    assert "main_road_4g_5g_ratio" not in values


def test_main_roads_count_what_the_best_technology_reaches(
    catalogue: IndicatorCatalogue,
) -> None:
    place = province(services=(service("s", "V", G4), service("s", "V", G5)))
    road_km = {
        (G4, GOOD, "national"): 6.0,
        (G4, NONE, "national"): 3.0,
        (G4, UNKNOWN, "national"): 1.0,
        (G5, BASIC, "national"): 2.0,
        (G5, NONE, "national"): 7.0,
        (G5, UNKNOWN, "national"): 1.0,
        (G4, BASIC, "motorway"): 5.0,
        (G5, NONE, "motorway"): 5.0,
    }
    values = values_of(catalogue, measure_coverage(place, (), (), road_km))
    assert triple(values["main_road_4g_5g_ratio"]) == (11, 14, 1)


def test_sharing_is_counted_on_sites_that_somebody_uses(
    catalogue: IndicatorCatalogue,
) -> None:
    values = values_of(catalogue, measure_coverage(province(), (), (), {}))
    # s has two operators, t one; of u nobody said who uses it.
    assert triple(values["site_sharing_ratio"]) == (1, 2, 1)
    assert values["site_sharing_ratio"].value == 50


def test_stations_of_5g_are_held_against_those_of_4g(
    catalogue: IndicatorCatalogue,
) -> None:
    place = province(
        services=(*(service(s, "V", G4) for s in "stu"), service("s", "V", G5))
    )
    values = values_of(catalogue, measure_coverage(place, (), (), {}))
    assert values["site_5g_per_4g_ratio"].value == pytest.approx(100 / 3)


def test_good_asks_for_more_than_basic(catalogue: IndicatorCatalogue) -> None:
    counts = measure_coverage(province(), MIXED, (), {})
    good = values_of(catalogue, counts, level=GOOD)
    assert triple(good["village_mobile_broadband_ratio"]) == (1, 3, 1)


def test_synthetic_layers_are_named_only_where_they_enter(
    catalogue: IndicatorCatalogue,
) -> None:
    provenances = {"clutter": Provenance("clutter", Reality.REAL, "")}
    counts = measure_coverage(province(provenances=provenances), MIXED, (), {})
    values = values_of(catalogue, counts, synthetic_layers=("localities",))
    village, sharing = values["village_4g_ratio"], values["site_sharing_ratio"]
    assert village.rests_on_synthetic
    assert village.source == "clutter, localities, services, sites, terrain"
    assert not sharing.rests_on_synthetic
    assert sharing.source == "services, sites"


def test_points_that_do_not_fit_are_all_named() -> None:
    points = [*covered(G4, {"a": GOOD, "ghost": GOOD}), *covered(G4, {"a": NONE})]
    with pytest.raises(InvalidInputError, match=r"a has 4G twice; ghost is not in"):
        measure_coverage(province(), points, (), {})


LEVELS = st.lists(st.sampled_from(CoverageLevel), min_size=4, max_size=4)


def _points(levels: Sequence[CoverageLevel]) -> list[PointCoverage]:
    return covered(G4, dict(zip("abcd", levels, strict=True)))


@settings(max_examples=50)
@given(levels=LEVELS, place=st.integers(0, 3))
def test_covering_one_more_village_never_lowers_a_share(
    catalogue: IndicatorCatalogue, levels: list[CoverageLevel], place: int
) -> None:
    more = [GOOD if i == place else level for i, level in enumerate(levels)]
    before = values_of(catalogue, measure_coverage(province(), _points(levels), (), {}))
    after = values_of(catalogue, measure_coverage(province(), _points(more), (), {}))
    for code in ("village_4g_ratio", "people_4g_ratio"):
        assert code not in before or after[code].value >= before[code].value


@settings(max_examples=50)
@given(levels=LEVELS, rng=st.randoms())
def test_the_order_of_the_points_does_not_matter(
    catalogue: IndicatorCatalogue, levels: list[CoverageLevel], rng: random.Random
) -> None:
    points = [*_points(levels), *MIXED[:4]]
    shuffled = points.copy()
    rng.shuffle(shuffled)
    counts = [
        measure_coverage(province(), order, (), {}) for order in (points, shuffled)
    ]
    assert compute_values(catalogue, counts[0]) == compute_values(catalogue, counts[1])


@given(levels=LEVELS)
def test_known_and_unknown_make_the_whole(
    catalogue: IndicatorCatalogue, levels: list[CoverageLevel]
) -> None:
    counts = measure_coverage(province(), _points(levels), (), {})
    for value in compute_values(catalogue, counts):
        if value.indicator == "village_4g_ratio":
            assert (value.denominator or 0) + value.unknown == 4


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_can_be_asked_of_an_empty_count(measure: str) -> None:
    row = {
        "code": "x",
        "name_vi": "x",
        "name_en": "x",
        "unit": "%",
        "component": "VT",
        "higher_is_better": True,
        "definition_vi": "x",
        "definition_en": "x",
        "measure": measure,
    }
    assert (
        compute_values(indicator_catalogue({"indicator": [row]}), CoverageCounts())
        == []
    )


def test_a_rate_is_the_mean_of_the_people_reached_and_says_that_it_is_simulated(
    catalogue: IndicatorCatalogue,
) -> None:
    found = [
        PointCoverage("a", G4, GOOD, rate_mbps=50.0),
        PointCoverage("b", G4, BASIC, rate_mbps=20.0),
        # Without service nobody gets a rate; without a rate nobody knows it.
        PointCoverage("c", G4, NONE, rate_mbps=5.0),
        PointCoverage("d", G4, GOOD),
    ]
    values = values_of(catalogue, measure_coverage(province(), found, (), {}))
    value = values["mobile_4g_average_download"]
    # 100 people at 50 and 200 at 20 Mb/s.
    assert (value.value, value.unit) == (30, "Mb/s")
    assert value.source.endswith(SIMULATED)
    assert triple(value) == (None, None, 0)
    assert "mobile_5g_average_download" not in values


def test_no_simulated_rate_takes_the_place_of_a_measured_one(
    catalogue: IndicatorCatalogue,
) -> None:
    simulated = {item.code for item in catalogue if "rate_" in item.measure}
    assert simulated == {"mobile_4g_average_download", "mobile_5g_average_download"}
    assert not catalogue["mobile_i_speed_download"].measure

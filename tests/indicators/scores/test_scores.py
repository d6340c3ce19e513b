import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.scores.scheme import Scheme, scoring_scheme, with_points
from hatangso.indicators.scores.score import score, what_if

SCHEMES = ("dti-2022", "dti-2025", "dii-2023", "service-quality-2022")


def shipped(code: str, catalogue: IndicatorCatalogue) -> Scheme:
    folder = resources.files("hatangso.indicators") / "scores" / "schemes"
    text = (folder / f"{code}.toml").read_text(encoding="utf-8")
    return scoring_scheme(code, tomllib.loads(text), catalogue)


@pytest.mark.parametrize("code", SCHEMES)
def test_every_shipped_scheme_can_be_used(
    catalogue: IndicatorCatalogue, code: str
) -> None:
    scheme = shipped(code, catalogue)
    assert scheme.name_vi
    assert scheme.document.startswith("QĐ ")
    assert score(scheme, {}).low_points == 0


# QĐ 922: 98 components, 1,000 points, of which the smart city has none.
def test_the_structure_of_decision_922_is_the_published_one(
    catalogue: IndicatorCatalogue,
) -> None:
    scheme = shipped("dti-2022", catalogue)
    points = {part.code: part.most_points for part in scheme.part}
    assert points["infrastructure"] == 100
    assert (points["government"], points["economy"]) == (200, 150)
    assert points["smart_city"] == 0
    assert sum(value or 0 for value in points.values()) == 1000


# QĐ 766: 18, 20, 22, 22, 18.
def test_service_quality_has_its_hundred_points(catalogue: IndicatorCatalogue) -> None:
    scheme = shipped("service-quality-2022", catalogue)
    assert [part.most_points for part in scheme.part] == [18, 20, 22, 22, 18]
    found = score(scheme, {"dossier_on_time_ratio": 95.0})
    assert found.low_points == pytest.approx(19)
    assert found.high_points == pytest.approx(99)


def test_points_that_nobody_confirmed_are_left_open(
    catalogue: IndicatorCatalogue,
) -> None:
    scheme = shipped("dii-2023", catalogue)
    found = score(scheme, {"household_fibre_ratio": 71.0})
    assert (found.low_points, found.high_points) == (0, None)
    part = next(item for item in found.parts if item.part.code == "use")
    assert (part.low_points, part.high_points) == (None, None)
    (fibre, _) = part.criteria
    assert fibre.reached_ratio == pytest.approx(0.71)
    assert fibre.points is None
    told = with_points(scheme, {"use": 20, "use/household_fibre_ratio": 5}, catalogue)
    assert score(told, {"household_fibre_ratio": 71.0}).low_points == pytest.approx(
        3.55
    )


# What a leader asks: connect the last 4 data services, and by how much do we rise?
def test_connecting_the_last_services_adds_a_share_of_unconfirmed_points(
    catalogue: IndicatorCatalogue,
) -> None:
    scheme = shipped("dti-2022", catalogue)
    values = {"ndxp_service_used_count": 23, "ndxp_service_available_count": 27}
    gain = what_if(scheme, values, {"ndxp_service_used_count": 27})
    assert gain.points is None
    name = "infrastructure/ndxp_service_used_count"
    assert gain.ratios == {name: pytest.approx(4 / 27)}
    told = with_points(scheme, {name: 10}, catalogue)
    gain = what_if(told, values, {"ndxp_service_used_count": 27})
    assert gain.points == pytest.approx(10 * 4 / 27)
    assert gain.after.low_points - gain.before.low_points == pytest.approx(gain.points)


def test_a_change_that_no_criterion_knows_is_refused(
    catalogue: IndicatorCatalogue,
) -> None:
    with pytest.raises(InvalidInputError, match="rests on dti_rank"):
        what_if(shipped("dti-2022", catalogue), {}, {"dti_rank": 1})


def test_published_parts_stand_as_they_are(catalogue: IndicatorCatalogue) -> None:
    scheme = shipped("dti-2022", catalogue)
    found = score(scheme, {}, published={"government": 0.6683})
    assert found.low_points == pytest.approx(133.66)
    assert found.high_points == pytest.approx(1000 - 200 + 133.66)
    with pytest.raises(InvalidInputError, match="governess"):
        score(scheme, {}, published={"governess": 0.5})
    with pytest.raises(InvalidInputError, match="government"):
        score(scheme, {}, published={"government": 66.83})


@given(
    st.dictionaries(
        st.sampled_from(["dossier_on_time_ratio", "handling_satisfaction_ratio"]),
        st.floats(0, 120),
    ),
    st.floats(0, 100),
    st.floats(0, 100),
)
def test_doing_better_never_costs_points(
    catalogue: IndicatorCatalogue,
    values: dict[str, float],
    one: float,
    other: float,
) -> None:
    scheme = shipped("service-quality-2022", catalogue)
    low, high = sorted((one, other))
    worse, better = (
        score(scheme, {**values, "procedure_published_on_time_ratio": value})
        for value in (low, high)
    )
    assert worse.low_points <= better.low_points + 1e-9
    assert better.high_points is not None
    assert better.low_points <= better.high_points <= 100 + 1e-9


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ({"ghost": 3}, "no part or criterion ghost"),
        ({"use": -1}, "below zero: use"),
        ({"use": 3, "use/household_fibre_ratio": 5}, "criteria of use have 5 points"),
    ],
)
def test_points_that_cannot_be_are_refused(
    catalogue: IndicatorCatalogue, points: dict[str, float], problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        with_points(shipped("dii-2023", catalogue), points, catalogue)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"part": [{"code": "a", "name_vi": "a", "name_en": "a", "most_points": 1}]},
            "the parts have 1 points together",
        ),
        (
            {"criterion": [{"part": "x", "indicator": "ghost", "is_confirmed": False}]},
            "no part is called x; no indicator is called ghost",
        ),
        ({"colour": "red"}, "unknown field `colour`"),
    ],
)
def test_a_broken_scheme_is_refused_with_its_problem(
    catalogue: IndicatorCatalogue, change: dict[str, object], problem: str
) -> None:
    text = {
        "name_vi": "x",
        "name_en": "x",
        "document": "QĐ 1",
        "issued": "2024-01-01",
        "most_points": 100,
    }
    with pytest.raises(InvalidInputError, match=problem):
        scoring_scheme("x", text | change, catalogue)

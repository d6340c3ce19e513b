"""What one reported figure says of another indicator."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.assessment import assess
from hatangso.indicators.bounds import Bound, bounds, implied_values
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.indicator import Comparator, Status, Target, Value, ValueMethod
from hatangso.workflows.indicator_definitions import shipped_bounds

ANY, BROADBAND = "village_mobile_ratio", "village_mobile_broadband_ratio"
FIBRE, ACCESS = "household_fibre_ratio", "household_fibre_access_ratio"
ROWS = (Bound(BROADBAND, at_most=(ANY,)), Bound(ACCESS, at_least=(FIBRE,)))


def reported(indicator: str, value: float, **changes: Any) -> Value:
    row = {"unit": "%", "method": ValueMethod.REPORTED, "source": "paper"}
    return Value(indicator, value, **{**row, "period": "2024", **changes})


def goal(indicator: str, value: float) -> Target:
    return Target("G", indicator, Comparator.EQUAL, value, "%", "2025", "plan")


def judged(
    catalogue: IndicatorCatalogue, target: Target, *values: Value
) -> tuple[Status, float | None]:
    implied = [one.value for one in implied_values(values, ROWS, catalogue)]
    [found] = assess(catalogue, [target], [*values, *implied])
    return found.status, found.shortfall


def test_an_upper_limit_below_the_target_is_short_by_at_least_the_rest(
    catalogue: IndicatorCatalogue,
) -> None:
    told = judged(catalogue, goal(BROADBAND, 100), reported(ANY, 97))
    assert told == (Status.SHORT, 3)


def test_an_upper_limit_above_the_target_decides_nothing(
    catalogue: IndicatorCatalogue,
) -> None:
    told = judged(catalogue, goal(BROADBAND, 90), reported(ANY, 97))
    assert told == (Status.NOT_MEASURABLE, None)


@pytest.mark.parametrize(
    ("asked", "status"), [(70, Status.MET), (71, Status.MET), (85, "not_measurable")]
)
def test_a_lower_limit_meets_what_it_reaches_and_decides_nothing_else(
    catalogue: IndicatorCatalogue, asked: float, status: Status
) -> None:
    assert judged(catalogue, goal(ACCESS, asked), reported(FIBRE, 71))[0] == status


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_a_limit_never_contradicts_the_value_that_it_bounds(
    catalogue: IndicatorCatalogue, one: float, other: float, asked: float
) -> None:
    low, high = sorted((one, other))
    told = judged(catalogue, goal(ACCESS, asked), reported(FIBRE, low))[0]
    true = judged(catalogue, goal(ACCESS, asked), reported(ACCESS, high))[0]
    assert told in {true, Status.NOT_MEASURABLE}
    told = judged(catalogue, goal(BROADBAND, asked), reported(ANY, high))[0]
    true = judged(catalogue, goal(BROADBAND, asked), reported(BROADBAND, low))[0]
    assert told in {true, Status.NOT_MEASURABLE}


def test_a_reported_value_needs_no_limit(catalogue: IndicatorCatalogue) -> None:
    values = (reported(FIBRE, 71), reported(ACCESS, 84))
    assert implied_values(values, ROWS, catalogue) == ()


def test_the_latest_figures_set_the_limit_and_the_tightest_of_them(
    catalogue: IndicatorCatalogue,
) -> None:
    row = Bound("village_4g_ratio", at_most=(BROADBAND, ANY))
    values = (
        reported(ANY, 80, period="2023"),
        reported(ANY, 97),
        reported(BROADBAND, 95),
    )
    [found] = implied_values(values, [row], catalogue)
    assert (found.value.value, found.via) == (95, BROADBAND)


def test_a_figure_that_is_a_limit_itself_sets_none_on_the_other_side(
    catalogue: IndicatorCatalogue,
) -> None:
    above = reported(ANY, 97, comparator=Comparator.ABOVE)
    assert implied_values([above], ROWS, catalogue) == ()


def test_more_than_a_number_is_more(catalogue: IndicatorCatalogue) -> None:
    target = Target("G", FIBRE, Comparator.ABOVE, 80, "%", "2025", "plan")
    above = reported(FIBRE, 80, comparator=Comparator.ABOVE)
    assert judged(catalogue, target, above)[0] is Status.MET
    assert judged(catalogue, target, reported(FIBRE, 80))[0] is Status.SHORT


def test_the_shipped_bounds_name_known_indicators(
    catalogue: IndicatorCatalogue,
) -> None:
    rows = shipped_bounds(catalogue)
    assert len({row.indicator for row in rows}) == len(rows) > 0


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"indicator": "nothing", "at_least": [FIBRE]}, "no indicator is called"),
        ({"indicator": FIBRE, "at_least": [FIBRE]}, "stands twice"),
        ({"indicator": FIBRE, "at_least": ["station_count"]}, "another unit"),
        ({"at_least": [FIBRE]}, "indicator"),
        ({"indicator": FIBRE, "below": [ACCESS]}, "below"),
    ],
)
def test_broken_bounds_are_refused(
    catalogue: IndicatorCatalogue, row: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        bounds({"bound": [row]}, catalogue)

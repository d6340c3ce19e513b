"""The fast assessment says what the plain one says, value by value."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.assessment import assess
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.forecast import forecast
from hatangso.indicators.outlook import outlook_of, points_of
from hatangso.indicators.series.cube import SeriesCube, series_cube
from hatangso.indicators.series.cube_assessment import (
    OUTLOOKS,
    STATUSES,
    CubeAssessment,
    TargetGrid,
    assess_cube,
    target_grid,
)
from hatangso.indicators.series.trends import trends
from hatangso.model.indicator import Comparator, Outlook, Target, Value, ValueMethod
from hatangso.model.indicator_series import Origin
from series_samples import AFTER, UNITS, told

AS_OF = date(2026, 6, 30)
CODES = (
    "village_4g_ratio",
    "station_count",
    "coverage_hole_count",
    "telephone_density",
)
PERIODS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
CELLS = st.tuples(
    st.integers(0, 40), st.integers(1, 40), st.sampled_from([0, 0, 0, 1, 5])
)
TARGETS = st.tuples(
    st.sampled_from([*Comparator]),
    st.sampled_from([0.0, 33.3, 50.0, 75.0, 99.6, 100.0]),
    st.sampled_from(["2025", "2027", "2030", "không nêu năm"]),
)


def random_cube(cells: list[tuple[int, int, int] | None]) -> SeriesCube:
    said = []
    places = [(c, u, p) for c in CODES for u in ("11", "12") for p in PERIODS]
    for (code, unit, period), cell in zip(places, cells, strict=True):
        if cell is None:
            continue
        above, below, unknown = cell
        is_share = code in ("village_4g_ratio", "telephone_density")
        said.append(
            replace(
                told(unit, 0, period, indicator=code, on=AFTER),
                value=100 * above / below if is_share else float(above),
                numerator=float(above),
                denominator=float(below),
                unknown=float(unknown),
            )
        )
    return series_cube(said, UNITS, periods=PERIODS)


def plain(
    cube: SeriesCube,
    place: tuple[int, int],
    target: Target,
    catalogue: IndicatorCatalogue,
) -> tuple[list[tuple[str, float, float]], Outlook]:
    code = cube.indicators[place[0]]
    values = [
        Value(
            code,
            float(cube.values[place][time]),
            catalogue[code].unit,
            ValueMethod.REPORTED,
            "doc",
            period.code,
            float(cube.numerators[place][time]),
            float(cube.denominators[place][time]),
            float(cube.unknowns[place][time]),
        )
        for time, period in enumerate(cube.periods)
        if not math.isnan(cube.values[place][time])
    ]
    found = {value.period: assess(catalogue, [target], [value])[0] for value in values}
    cells = []
    for period in cube.periods:
        one = found.get(period.code)
        if one is None:
            cells.append(("not_measurable", math.nan, math.nan))
            continue
        gap = math.nan if one.shortfall is None else one.shortfall
        count = math.nan if one.shortfall_count is None else one.shortfall_count
        cells.append((str(one.status), gap, count))
    if not values:
        return cells, Outlook.NOT_MEASURABLE
    points = points_of(values, target, catalogue, as_of=AS_OF)
    newest = found[values[-1].period]
    return cells, outlook_of(newest, points, catalogue, as_of=AS_OF).outlook


@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(st.none() | CELLS, min_size=48, max_size=48),
    goals=st.lists(TARGETS, min_size=4, max_size=4),
)
def test_the_fast_assessment_agrees_with_the_plain_one(
    catalogue: IndicatorCatalogue,
    cells: list[tuple[int, int, int] | None],
    goals: list[tuple[Comparator, float, str]],
) -> None:
    cube = random_cube(cells)
    targets = {
        code: Target(code, code, sign, value, catalogue[code].unit, period, "d")
        for code, (sign, value, period) in zip(CODES, goals, strict=True)
    }
    # The province's targets bind its communes.
    found = assess_cube(
        cube, target_grid(cube, {"B": targets}, catalogue), catalogue, as_of=AS_OF
    )
    for place in np.ndindex(cube.values.shape[:2]):
        expected, outlook = plain(
            cube, place, targets[cube.indicators[place[0]]], catalogue
        )
        assert OUTLOOKS[found.outlooks[place]] == outlook
        for time, (status, gap, count) in enumerate(expected):
            assert STATUSES[found.statuses[place][time]] == status
            assert found.gaps[place][time] == pytest.approx(gap, nan_ok=True)
            assert found.gap_counts[place][time] == pytest.approx(count, nan_ok=True)


SERIES = st.lists(
    st.none() | st.integers(-3, 3).map(float) | st.floats(-1e4, 1e4),
    min_size=8,
    max_size=8,
)
DAYS = [date(2023 + n // 4, 3 * (n % 4) + 1, 5 + n) for n in range(8)]


@settings(max_examples=100, deadline=None)
@given(series=st.lists(SERIES, min_size=1, max_size=4))
def test_the_fast_trend_agrees_with_the_plain_forecast(
    series: list[list[float | None]],
) -> None:
    values = np.array(
        [[np.nan if v is None else v for v in row] for row in series], dtype=float
    )
    at = date(2027, 12, 31)
    stamp = float(np.datetime64(at, "D").astype(int))
    limits = np.full(len(series), -500.0), np.full(len(series), 900.0)
    found = trends(
        values,
        DAYS,
        np.full(len(series), stamp),
        lowest_value=limits[0],
        highest_value=limits[1],
    )
    for row, told_values in enumerate(series):
        points = {d: v for d, v in zip(DAYS, told_values, strict=True) if v is not None}
        plain_one = forecast(points, at, lowest_value=-500.0, highest_value=900.0)
        if plain_one is None:
            assert np.isnan(found.values[row])
            continue
        for fast, slow in (
            (found.values[row], plain_one.value),
            (found.low[row], plain_one.low),
            (found.high[row], plain_one.high),
            (found.change_per_year[row], plain_one.change_per_year),
        ):
            expected = np.nan if slow is None else slow
            assert fast == pytest.approx(expected, rel=1e-9, abs=1e-7, nan_ok=True)


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="in order"):
        trends(np.zeros((1, 2)), [DAYS[1], DAYS[0]], np.zeros(1))
    with pytest.raises(InvalidInputError, match="finite"):
        trends(np.full((1, 2), np.inf), DAYS[:2], np.zeros(1))


def test_a_commune_has_its_own_target_before_its_provinces(
    catalogue: IndicatorCatalogue,
) -> None:
    cube = series_cube(
        [told("11", 1, on=AFTER), told("12", 2, on=AFTER), told("1", 3)], UNITS
    )
    goals = {
        code: {
            "station_count": Target(
                code, "station_count", Comparator.AT_LEAST, value, "trạm", "2030", "d"
            )
        }
        for code, value in (("B", 5.0), ("12", 7.0))
    }
    grid = target_grid(cube, goals, catalogue)
    told_goals = dict(zip([u.code for u in cube.units], grid.goals[0], strict=True))
    assert (told_goals["11"], told_goals["12"]) == (5, 7)
    assert np.isnan(told_goals["1"])
    wrong = replace(goals["B"]["station_count"], unit="km")
    with pytest.raises(InvalidInputError, match="cannot be read as"):
        target_grid(cube, {"B": {"station_count": wrong}}, catalogue)


def test_a_cube_keeps_what_was_said_of_a_value() -> None:
    said = [
        told("A", 882, issued="2024-03", source="old"),
        told("A", 890, issued="2025-02", source="new"),
        told("A", 900, origin=Origin.REGISTER),
    ]
    cube = series_cube(reversed(said), UNITS)
    standing = cube.standings[0, 0, 0]
    assert cube.values[0, 0, 0] == 890
    assert [item.source for item in standing.earlier] == ["old"]
    assert [item.value for item in standing.beside] == [900]


def test_periods_that_end_together_make_no_axis() -> None:
    said = [told("A", 1, "2024"), told("A", 1, "2024-Q4")]
    with pytest.raises(InvalidInputError, match="one after the other"):
        series_cube(said, UNITS)
    assert series_cube(said, UNITS, periods=["2024"]).values.shape == (1, 1, 1)


def test_the_whole_country_has_the_shape_of_its_axes(
    catalogue: IndicatorCatalogue,
) -> None:
    cube = series_cube([told("A", 1, "2024"), told("B", None, "2025", on=AFTER)], UNITS)
    grid = TargetGrid(
        np.full((1, 2), np.nan),
        np.zeros((1, 2), np.int8),
        np.full((1, 2), "NaT", "M8[D]"),
    )
    found: CubeAssessment = assess_cube(cube, grid, catalogue, as_of=AS_OF)
    assert found.statuses.shape == (1, 2, 2)
    assert {OUTLOOKS[place] for place in found.outlooks.ravel()} == {
        Outlook.NOT_MEASURABLE
    }
    with pytest.raises(InvalidInputError, match="must have the shape"):
        replace(cube, values=np.zeros((1, 1, 1)))

"""PUE of months and years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.capacity.energy import energy_use, month_after
from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import EnergyReading

YEAR = [f"2025-{month:02d}" for month in range(1, 13)]


def test_a_year_is_weighed_by_its_energy() -> None:
    readings = [EnergyReading(month, 150, 100) for month in YEAR[:11]]
    # A month of ten times the energy at 1.2 pulls the year down.
    use = energy_use([*readings, EnergyReading("2025-12", 1_200, 1_000)], last=YEAR[-1])
    assert use.year_pue == pytest.approx((11 * 150 + 1_200) / (11 * 100 + 1_000))
    assert use.is_whole_year
    assert use.missing == ()
    assert [one.pue for one in use.months[-2:]] == [1.5, 1.2]


def test_months_without_a_reading_are_told_and_not_counted_as_nothing() -> None:
    use = energy_use(
        [
            EnergyReading("2025-12", 140, 100),
            EnergyReading("2025-11", 140, None),
            EnergyReading("2026-01", 900, 100),
        ],
        last="2025-12",
    )
    assert (use.year_pue, use.known_n) == (1.4, 1)
    assert use.missing == tuple(YEAR[:11])
    assert [one.month for one in use.months] == YEAR


def test_what_cannot_be_is_told() -> None:
    use = energy_use(
        [EnergyReading("2025-01", 90, 100), EnergyReading("2025-02", 90, 0)],
        last="2025-12",
    )
    assert [one.month for one in use.months if one.is_wrong] == YEAR[:2]
    assert use.year_pue is None


def test_older_months_are_kept_for_the_chart_but_not_for_the_year() -> None:
    use = energy_use(
        [EnergyReading("2023-12", 300, 100), EnergyReading("2025-03", 130, 100)],
        last="2025-12",
    )
    assert use.months[0].month == "2023-12"
    assert len(use.months) == 25
    assert use.year_pue == 1.3


def test_a_month_that_stands_twice_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="2025-01 stands twice"):
        energy_use([EnergyReading("2025-01", 2, 1)] * 2, last="2025-12")


@given(
    st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 5)), min_size=1, max_size=12),
    st.floats(0.1, 1e3),
)
def test_the_year_lies_between_its_months_in_any_unit(
    told: list[tuple[float, float]], factor: float
) -> None:
    readings = [
        EnergyReading(month, it_kwh * pue * factor, it_kwh * factor)
        for month, (it_kwh, pue) in zip(YEAR, told, strict=False)
    ]
    use = energy_use(readings, last=YEAR[-1])
    ratios = [pue for _, pue in told]
    assert use.year_pue is not None
    assert min(ratios) - 1e-9 <= use.year_pue <= max(ratios) + 1e-9


@given(st.integers(0, 3_000), st.integers(-12_000, 12_000))
def test_months_are_counted_there_and_back(place: int, count: int) -> None:
    month = month_after("2000-01", place)
    assert month_after(month_after(month, count), -count) == month

"""Growth from the days on which machines were installed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hatangso.capacity.growth import Growth, growth_of
from hatangso.model.data_centre import Resource, VirtualMachine

TODAY = date(2025, 4, 10)


def machine(name: str, cores: float | None = 2) -> VirtualMachine:
    return VirtualMachine(name, cores, 4, None)


def grown(
    *told: tuple[VirtualMachine, date | None], months: int = 36, least: float = 0.5
) -> Growth:
    return growth_of(list(told), today=TODAY, months_n=months, least_dated_ratio=least)


def test_what_stands_at_the_end_of_each_month_is_counted() -> None:
    found = grown(
        (machine("a"), date(2025, 1, 31)),
        (machine("b"), date(2025, 2, 1)),
        (machine("c"), date(2025, 4, 9)),
        (machine("old"), None),
        (machine("to come"), date(2025, 4, 11)),
    )
    assert found.series[Resource.CORES] == {
        date(2025, 1, 31): 4,
        date(2025, 2, 28): 6,
        date(2025, 3, 31): 6,
        TODAY: 8,
    }
    assert (found.dated_n, found.undated_n) == (3, 1)


def test_too_few_days_tell_nothing() -> None:
    found = grown((machine("a"), TODAY), *[(machine(str(n)), None) for n in range(2)])
    assert found.series == {}
    assert (found.dated_n, found.undated_n) == (1, 2)
    assert grown().series == {}


def test_only_so_many_months_back() -> None:
    found = grown((machine("a"), date(1990, 1, 1)), months=2)
    assert list(found.series[Resource.CORES]) == [
        date(2025, 2, 28),
        date(2025, 3, 31),
        TODAY,
    ]


@given(st.lists(st.integers(0, 900), min_size=1, max_size=20))
def test_what_was_given_never_falls_and_ends_at_all_of_it(ages: list[int]) -> None:
    told = [(machine(str(n)), TODAY - timedelta(age)) for n, age in enumerate(ages)]
    series = grown(*told).series[Resource.CORES]
    values = list(series.values())
    assert values == sorted(values)
    assert series[TODAY] == 2 * len(ages)

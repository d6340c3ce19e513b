"""Records that are counted in the year in which they are dated."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from shapely import box

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.formulas.expression import Call, parse_formula
from hatangso.indicators.series.definitions import call_dimension
from hatangso.indicators.series.periods import series_period
from hatangso.indicators.series.province_counts import ProvinceCounts
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.province import Province

EVENTS = [
    {"held_on": date(2023, 2, 1), "participants": 40, "commune_code": "A", "kind": "x"},
    {"held_on": date(2023, 9, 1), "participants": 60, "commune_code": "B", "kind": "y"},
    {"held_on": date(2024, 5, 1), "participants": 7, "commune_code": "A", "kind": "x"},
]
COUNT = "count_within('outreach_event', 'held_on')"
SUM = "sum_within('outreach_event', 'participants', 'held_on'{more})"


def answered(
    formula: str,
    catalogue: IndicatorCatalogue,
    *periods: str,
    records: list[dict[str, Any]] | None = None,
) -> list[list[float]]:
    """Return what is told of communes A, B and the province, period by period."""
    communes = tuple(
        AdminUnit(code, code, code, "xã", 1, 1, box(0, 0, 1, 1)) for code in "AB"
    )
    nothing: dict[str, Any] = dict.fromkeys(
        ("localities", "sites", "services", "roads", "facilities", "figures"), ()
    )
    province = Province(
        *("p", "P", "P", "", "", 45, communes),
        **nothing,
        documents=(),
        provenances={},
        data_date=date(2024, 12, 31),
    )
    events = EVENTS if records is None else records
    counts = ProvinceCounts(province, catalogue, {"outreach_event": events})
    call = parse_formula(formula)
    assert isinstance(call, Call)
    found = counts.answer_within(call, [series_period(code) for code in periods])
    return found.values.T.tolist()


def test_events_are_counted_in_their_year_commune_by_commune(
    catalogue: IndicatorCatalogue,
) -> None:
    assert answered(COUNT, catalogue, "2023", "2024") == [[1, 1, 2], [1, 0, 1]]
    assert answered(SUM.format(more=""), catalogue, "2023") == [[40, 60, 100]]
    chosen = SUM.format(more=", kind='x'")
    assert answered(chosen, catalogue, "2023", "2024") == [[40, 0, 40], [7, 0, 7]]


@pytest.mark.parametrize(
    "period",
    [
        "2022",  # Nothing was held, or nobody wrote it down.
        "2024-05",  # A month beside years would look like a fall.
        "2023-2024",  # The years tell each their own.
        "2025",  # Lasts beyond the day of the data.
    ],
)
def test_of_other_periods_nothing_is_told(
    catalogue: IndicatorCatalogue, period: str
) -> None:
    assert np.isnan(answered(COUNT, catalogue, period)).all()


def test_a_record_without_a_date_may_belong_to_any_period(
    catalogue: IndicatorCatalogue,
) -> None:
    undated = [*EVENTS, {"held_on": None, "participants": 3, "kind": "x"}]
    assert np.isnan(answered(COUNT, catalogue, "2023", records=undated)).all()
    others = SUM.format(more=", kind='y'")
    assert answered(others, catalogue, "2023", records=undated) == [[0, 60, 60]]


def test_an_amount_that_nobody_told_leaves_its_period_unknown(
    catalogue: IndicatorCatalogue,
) -> None:
    untold = [*EVENTS, {**EVENTS[2], "participants": None}]
    found = answered(SUM.format(more=""), catalogue, "2023", "2024", records=untold)
    assert found[0] == [40, 60, 100]
    assert np.isnan(found[1][0])
    assert np.isnan(found[1][2])


def test_without_records_nothing_is_known(catalogue: IndicatorCatalogue) -> None:
    assert np.isnan(answered(COUNT, catalogue, "2023", records=[])).all()


@pytest.mark.parametrize("formula", ["count_within('site')", "sum_within('a', 'b')"])
def test_words_that_are_missing_are_named(
    catalogue: IndicatorCatalogue, formula: str
) -> None:
    call = parse_formula(formula)
    assert isinstance(call, Call)
    with pytest.raises(InvalidInputError, match="takes these words: kind"):
        call_dimension(call, catalogue)

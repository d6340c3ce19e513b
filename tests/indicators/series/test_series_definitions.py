import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.series.definitions import series_definitions
from hatangso.model.indicator import Aggregation


def changed(
    catalogue: IndicatorCatalogue, code: str, **values: object
) -> IndicatorCatalogue:
    indicators = dict(catalogue.indicators)
    indicators[code] = replace(indicators[code], **values)  # type: ignore[arg-type]
    return replace(catalogue, indicators=MappingProxyType(indicators))


def test_every_formula_gives_the_unit_of_its_indicator(
    catalogue: IndicatorCatalogue,
) -> None:
    found = series_definitions(catalogue)
    assert len(found) >= 30
    assert found["telephone_density"].factor == 100
    assert found["village_4g_ratio"].factor == 100
    assert found["village_count"].factor == 1


def test_what_is_added_up_over_units_is_no_rank_share_or_mean(
    catalogue: IndicatorCatalogue,
) -> None:
    for indicator in catalogue:
        if indicator.over_space is Aggregation.SUM:
            assert not re.search(r"%|/|thứ hạng|tốp|bậc|PUE|Mb", indicator.unit)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"numerator": "no_such_code"}, "no indicator is called no_such_code"),
        ({"numerator": "count('site')"}, "does not give người"),
        ({"numerator": "reached('nobody')"}, "no measure is called nobody"),
        ({"numerator": "__import__('os')"}, "may not hold"),
        ({"numerator": "station_count + fibre_length"}, "different units"),
        ({"denominator": "count('site')", "numerator": ""}, "needs a numerator"),
    ],
)
def test_a_formula_that_makes_no_sense_is_refused(
    catalogue: IndicatorCatalogue, values: dict[str, str], told: str
) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(told)):
        series_definitions(changed(catalogue, "contest_participant_count", **values))


def test_a_circle_of_formulas_is_named(catalogue: IndicatorCatalogue) -> None:
    one = changed(catalogue, "station_count", numerator="station_5g_count")
    circle = changed(one, "station_5g_count", numerator="station_count")
    with pytest.raises(InvalidInputError, match=r"circle: station_\w+ → station_"):
        series_definitions(circle)


@pytest.mark.parametrize(
    ("key", "value"),
    [("over_space", "median"), ("over_time", "weighted_mean"), ("missing", "guess")],
)
def test_the_catalogue_refuses_rules_that_do_not_exist(key: str, value: str) -> None:
    row = {
        "code": "x",
        "name_vi": "x",
        "name_en": "x",
        "unit": "trạm",
        "component": "VT",
        "higher_is_better": True,
        "definition_vi": "…",
        "definition_en": "…",
    }
    with pytest.raises(InvalidInputError, match=f"{key} must be one of"):
        indicator_catalogue({"indicator": [{**row, key: value}]})
    with pytest.raises(InvalidInputError, match="levels must name tiers"):
        indicator_catalogue({"indicator": [{**row, "levels": ["hamlet"]}]})

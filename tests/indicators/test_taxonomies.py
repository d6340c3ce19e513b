import copy
from typing import Any

import pytest

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.taxonomies import Taxonomies, taxonomies
from hatangso.workflows.indicator_definitions import shipped_taxonomies


@pytest.fixture(scope="module")
def shipped(catalogue: IndicatorCatalogue) -> Taxonomies:
    return shipped_taxonomies(catalogue)


def test_one_indicator_stands_in_all_four_groupings(shipped: Taxonomies) -> None:
    places = {p.taxonomy: p.part for p in shipped.places_of("household_fibre_ratio")}
    assert places == {
        "plan-2023-2025": "VT",
        "strategy-2024": "telecom",
        "dii-2023": "use",
        "dti-2022": "infrastructure",
        "dti-2025": "infrastructure",
    }


@pytest.mark.parametrize(
    ("code", "parts"),
    [("plan-2023-2025", 4), ("strategy-2024", 4), ("dii-2023", 6), ("dti-2022", 9)],
)
def test_a_grouping_has_the_parts_of_its_document(
    shipped: Taxonomies, code: str, parts: int
) -> None:
    assert len(shipped.by_code[code].parts) == parts


def test_only_the_standard_list_of_the_plans_is_confirmed(shipped: Taxonomies) -> None:
    confirmed = {
        place.taxonomy
        for taxonomy in shipped.by_code.values()
        for place in taxonomy.places
        if place.is_confirmed
    }
    assert confirmed == {"plan-2023-2025"}


def test_groups_can_be_asked_for(shipped: Taxonomies) -> None:
    assert "shared_system_cloud_ratio" in shipped.indicators_in("dii-2023/cloud")
    whole = shipped.indicators_in("dii-2023")
    assert set(shipped.indicators_in("dii-2023/cloud")) < set(whole)
    with pytest.raises(NotFoundError, match="dii-2023"):
        shipped.indicators_in("dii-2020")
    with pytest.raises(NotFoundError, match="telecom"):
        shipped.indicators_in("dii-2023/radio")


TAXONOMY: dict[str, Any] = {
    "code": "t",
    "name_vi": "t",
    "name_en": "t",
    "document": "d",
    "issued": "2025",
    "part": [{"code": "p", "name_vi": "p", "name_en": "p", "is_confirmed": True}],
    "place": [{"part": "p", "indicators": ["station_count"], "is_confirmed": True}],
}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("indicators", ["no_such"], "no indicator is called no_such"),
        ("indicators", ["station_count"] * 2, "station_count stands twice"),
        ("part", "q", "t/q: no part is called so"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(
    catalogue: IndicatorCatalogue, key: str, value: object, told: str
) -> None:
    row = copy.deepcopy(TAXONOMY)
    row["place"][0][key] = value
    with pytest.raises(InvalidInputError, match=told):
        taxonomies({"taxonomy": [row]}, catalogue)


def test_an_incomplete_or_doubled_grouping_is_refused(
    catalogue: IndicatorCatalogue,
) -> None:
    with pytest.raises(InvalidInputError, match="the code t stands twice"):
        taxonomies({"taxonomy": [TAXONOMY, TAXONOMY]}, catalogue)
    with pytest.raises(InvalidInputError, match="document"):
        taxonomies(
            {"taxonomy": [{k: TAXONOMY[k] for k in TAXONOMY if k != "document"}]},
            catalogue,
        )

"""Prices in the report: whose they are, and within which limits."""

from collections.abc import Mapping

import pytest

from hatangso.workflows.report import _price

ENTRY: Mapping[str, object] = {
    "value": 100.0,
    "low": 80.0,
    "high": 130.0,
    "unit": "đồng",
    "name_vi": "Cột",
    "name_en": "Mast",
    "source": "assumption",
    "source_vi": "giả định",
}


@pytest.mark.parametrize(
    ("given", "is_local", "limits", "source_vi"),
    [
        (None, False, (80.0, 130.0), "giả định"),
        (90.0, True, (None, None), "parameters.toml"),
        ({"value": 90.0}, True, (80.0, 130.0), "parameters.toml"),
        ({"value": 90.0, "low": 85.0}, True, (85.0, 130.0), "parameters.toml"),
        ({"low": 70.0}, False, (70.0, 130.0), "giả định"),
        ({"value": 90.0, "source": "Bảng giá"}, True, (80.0, 130.0), "Bảng giá"),
    ],
)
def test_a_price_says_whose_it_is(
    given: object,
    *,
    is_local: bool,
    limits: tuple[float | None, float | None],
    source_vi: str,
) -> None:
    price = _price("mast_vnd", ENTRY, given, 90.0)
    assert price.is_local is is_local
    assert (price.low, price.high) == limits
    assert price.note.vi == source_vi
    assert price.name.en == "Mast"

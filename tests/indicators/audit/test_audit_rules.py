from typing import Any

import pytest

from hatangso.errors import InvalidInputError
from hatangso.indicators.audit.rules import audit_rules
from hatangso.indicators.catalogue import IndicatorCatalogue


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ({"fall_ignored": ["ghost"]}, "no indicator is called ghost"),
        (
            {"pair": [{"part": "ghost", "whole": "spirit"}]},
            "called ghost; no indicator is called spirit",
        ),
        ({"sum": [{"whole": "commune_count", "parts": ["ghost"]}]}, "called ghost"),
        ({"pair": [{"part": "commune_count"}]}, "required field `whole`"),
        ({"pairs": []}, "unknown field `pairs`"),
        ({"rise_tolerance_ratio": "half"}, "Expected `float`"),
    ],
)
def test_broken_rules_are_refused_with_their_problem(
    catalogue: IndicatorCatalogue, mapping: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=problem):
        audit_rules(mapping, catalogue)

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.formulas.dimensions import NUMBER, dimension_of
from hatangso.indicators.formulas.evaluation import (
    Missing,
    Quantity,
    compute,
    computing_order,
)
from hatangso.indicators.formulas.expression import Call, names_in, parse_formula
from hatangso.indicators.printed_unit import UnitTable

PLAIN = UnitTable()


class Numbers:
    """A source of a few numbers, each with its unit."""

    def __init__(self, **known: tuple[object, str]) -> None:
        self._known = known

    def quantity(self, code: str) -> Quantity:
        if code not in self._known:
            raise InvalidInputError("nothing is called {code}", code=code)
        values, unit = self._known[code]
        dimension = dimension_of(unit, PLAIN) if unit else NUMBER
        return Quantity(np.asarray(values, dtype=float), dimension)

    def answer(self, call: Call) -> Quantity:
        assert call.function == "count"
        return Quantity(np.asarray(len(call.words[0]) + len(call.choices), dtype=float))


def value(
    formula: str, missing: Missing = Missing.SKIP_IF_ANY, **known: object
) -> float:
    source = Numbers(**{name: (number, "") for name, number in known.items()})
    return float(compute(parse_formula(formula), source, missing=missing).values)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-a + 10", 6),
        ("100 * a / b", 50),
        ("least(a, b, 3)", 3),
        ("most(a, b)", 8),
        ("total(a, b, 1)", 13),
        ('count("site", owner="VNPT")', 5),
        ('count("site", owner="VNPT") / a', 1.25),
    ],
)
def test_formulas_are_computed(formula: str, result: float) -> None:
    assert value(formula, a=4, b=8) == result


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "a.__class__",
        "a[0]",
        "lambda: 1",
        "a ** 999999999",
        "a if b else 0",
        "[a]",
        "'text'",
        "True",
        "open('x')",
        "count(a)",
        "count()",
        "least()",
        "total(*a)",
        "a; b",
        "a b",
        "",
        "1 +",
        "a := 3",
        "(" * 300 + "a" + ")" * 300,
        "-" * 90 + "a",
        "a + " * 400 + "a",
    ],
)
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(InvalidInputError):
        parse_formula(formula)


def test_a_refusal_names_the_part_and_its_place() -> None:
    with pytest.raises(InvalidInputError, match=r'"b\[0\]" at sign 5'):
        parse_formula("a + b[0]")


def test_dividing_by_zero_is_not_known() -> None:
    assert math.isnan(value("a / b", a=1, b=0))
    assert math.isnan(value("a / b", a=0, b=0))


@pytest.mark.parametrize(
    ("missing", "some", "none"),
    [
        (Missing.SKIP_IF_ANY, math.nan, math.nan),
        (Missing.SKIP_IF_ALL, 4, math.nan),
        (Missing.NEVER_SKIP, 4, 0),
    ],
)
def test_a_sum_does_with_missing_parts_what_it_is_told(
    missing: Missing, some: float, none: float
) -> None:
    one = value("total(a, b)", missing, a=4, b=math.nan)
    two = value("total(a, b)", missing, a=math.nan, b=math.nan)
    assert np.array_equal([one, two], [some, none], equal_nan=True)


def test_the_first_known_part_stands_cell_by_cell() -> None:
    source = Numbers(a=([1, math.nan, math.nan], ""), b=([9, 2, math.nan], ""))
    found = compute(parse_formula("first_known(a, b)"), source).values
    assert np.array_equal(found, [1, 2, math.nan], equal_nan=True)


def test_units_follow_the_arithmetic() -> None:
    source = Numbers(subscriptions=(500, "thuê bao"), people=(1000, "người"))
    found = compute(parse_formula("subscriptions / people"), source)
    per_hundred = found.dimension.factor_to(dimension_of("thuê bao/100 dân", PLAIN))
    assert per_hundred == 100
    assert found.dimension.factor_to(dimension_of("hộ", PLAIN)) is None
    assert found.dimension.factor_to(NUMBER) == 1  # a count over a count may be a share


def test_apples_are_not_added_to_pears() -> None:
    source = Numbers(villages=(3, "thôn"), people=(5, "người"), hamlets=(2, "xóm"))
    with pytest.raises(InvalidInputError, match=r"thôn and người"):
        compute(parse_formula("villages + people"), source)
    assert compute(parse_formula("villages + hamlets"), source).values == 5


def test_speeds_are_added_in_one_unit(catalogue: IndicatorCatalogue) -> None:
    one, other = (dimension_of(unit, catalogue.units) for unit in ("Gb/s", "Mb/s"))
    assert one.factor_to(other) == 1000
    assert dimension_of("%", catalogue.units).factor == Fraction(1, 100)


@pytest.mark.parametrize("unit", ["thuê bao/100 dân", "công ty/1.000 dân", "%", "Mb/s"])
def test_every_unit_is_itself(catalogue: IndicatorCatalogue, unit: str) -> None:
    dimension = dimension_of(unit, catalogue.units)
    assert dimension.factor_to(dimension) == 1


def test_a_circle_is_named() -> None:
    formulas = {
        "a": parse_formula("b + 1"),
        "b": parse_formula("2 * c"),
        "c": parse_formula("a"),
        "d": parse_formula("x"),
    }
    with pytest.raises(
        InvalidInputError, match=r"circle: [abc] → [abc] → [abc] → [abc]"
    ):
        computing_order(formulas)
    del formulas["c"]
    assert computing_order(formulas).index("b") < computing_order(formulas).index("a")


def test_the_codes_of_a_formula_are_listed() -> None:
    formula = parse_formula("100 * a / total(b, c, 3)")
    assert list(names_in(formula)) == ["a", "b", "c"]


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5),
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5),
)
def test_a_formula_over_arrays_is_the_formula_cell_by_cell(
    ones: list[float], others: list[float]
) -> None:
    size = min(len(ones), len(others))
    source = Numbers(a=(ones[:size], ""), b=(others[:size], ""))
    formula = parse_formula("2 * a - b + most(a, b)")
    found = compute(formula, source).values
    for place in range(size):
        a, b = ones[place], others[place]
        assert found[place] == pytest.approx(2 * a - b + max(a, b))

"""Compute formulas over arrays, with their units, and in an order that works."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.indicators.formulas.dimensions import NUMBER, Dimension
from hatangso.indicators.formulas.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Number,
    names_in,
)
from hatangso.units import FloatArray

__all__ = ["Missing", "Quantity", "QuantitySource", "compute", "computing_order"]


class Missing(StrEnum):
    """What a sum does where a part of it is not known."""

    SKIP_IF_ANY = "skip_if_any"
    SKIP_IF_ALL = "skip_if_all"
    NEVER_SKIP = "never_skip"  # what is not known counts as nothing


@dataclass(frozen=True)
class Quantity:
    """Numbers with their unit; not a number is what nobody knows.

    Attributes:
        values: Of any shape; all quantities of one computation share it or are single
            numbers.
    """

    values: FloatArray
    dimension: Dimension = NUMBER


class QuantitySource(Protocol):
    """Where the names and the questions of a formula are answered."""

    def quantity(self, code: str) -> Quantity:
        """Return the values of an indicator or data element.

        Raises:
            InvalidInputError: Nothing has this code.
        """

    def answer(self, call: Call) -> Quantity:
        """Return what ``count``, ``sum_of``, ``reached`` … ask for.

        Raises:
            InvalidInputError: The words ask for nothing that exists.
        """


def compute(
    expression: Expression,
    source: QuantitySource,
    *,
    missing: Missing = Missing.SKIP_IF_ANY,
) -> Quantity:
    """Compute a formula.

    What divides by zero is not known. ``first_known`` takes the first part that is
    known, ``total`` adds up as ``missing`` tells; every other operation is unknown
    where one of its parts is.

    Raises:
        InvalidInputError: A name is unknown, or parts of different units are added or
            compared.
    """
    match expression:
        case Number(value):
            return Quantity(np.array(value))
        case Name(code):
            return source.quantity(code)
        case Binary(sign, left, right):
            one = compute(left, source, missing=missing)
            other = compute(right, source, missing=missing)
            return _binary(sign, one, other)
        case Call(function, parts) if parts:
            found = [compute(part, source, missing=missing) for part in parts]
            return _gathered(function, _in_one_unit(found), missing)
        case Call():
            return source.answer(expression)


def computing_order(formulas: Mapping[str, Expression]) -> list[str]:
    """Return the codes of formulas so that each follows those that it rests on.

    Raises:
        InvalidInputError: Formulas rest on each other in a circle, which it names.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for code in sorted(formulas):
        sorter.add(code, *sorted(set(names_in(formulas[code])) & formulas.keys()))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise InvalidInputError(
            "formulas rest on each other in a circle: {circle}",
            circle=" → ".join(reversed(error.args[1])),
        ) from error


def _binary(sign: str, one: Quantity, other: Quantity) -> Quantity:
    if sign == "*":
        return Quantity(one.values * other.values, one.dimension.times(other.dimension))
    if sign == "/":
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.true_divide(one.values, other.values)
        ratio = np.where(np.asarray(other.values) == 0, np.nan, ratio)
        return Quantity(ratio, one.dimension.times(other.dimension, -1))
    first, second = _in_one_unit([_neutral(one, other), _neutral(other, one)])
    total = (
        first.values + second.values if sign == "+" else first.values - second.values
    )
    return Quantity(total, first.dimension)


def _neutral(one: Quantity, other: Quantity) -> Quantity:
    """Let a plain zero have any unit: -a is 0 - a."""
    is_zero = one.dimension == NUMBER and one.values.ndim == 0 and not one.values
    return Quantity(one.values, other.dimension) if is_zero else one


def _in_one_unit(found: list[Quantity]) -> list[Quantity]:
    """Return quantities in the unit of the first."""
    first, *rest = found
    result = [first]
    for other in rest:
        if other.dimension.powers != first.dimension.powers:
            raise InvalidInputError(
                "{one} and {other} have different units:"
                " they cannot be added or compared",
                one=_unit_name(first.dimension),
                other=_unit_name(other.dimension),
            )
        factor = float(other.dimension.factor / first.dimension.factor)
        result.append(Quantity(other.values * factor, first.dimension))
    return result


def _unit_name(dimension: Dimension) -> str:
    parts = [
        f"{name}^{power}" if power != 1 else name for name, power in dimension.powers
    ]
    return " ".join(parts) or "1"


def _gathered(function: str, found: list[Quantity], missing: Missing) -> Quantity:
    dimension = found[0].dimension
    stack = np.stack(np.broadcast_arrays(*(item.values for item in found)))
    is_known = np.isfinite(stack)
    if function == "first_known":
        first = np.argmax(is_known, axis=0)
        values = np.take_along_axis(stack, first[np.newaxis], axis=0)[0]
    elif function == "total":
        values = np.where(is_known, stack, 0.0).sum(axis=0)
        if missing is Missing.SKIP_IF_ANY:
            values = np.where(is_known.all(axis=0), values, np.nan)
        elif missing is Missing.SKIP_IF_ALL:
            values = np.where(is_known.any(axis=0), values, np.nan)
    else:
        values = stack.min(axis=0) if function == "least" else stack.max(axis=0)
    return Quantity(values, dimension)

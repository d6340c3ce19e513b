"""What the formulas of the catalogue mean, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.coverage_counts import Subject
from hatangso.indicators.formulas.dimensions import Dimension, dimension_of
from hatangso.indicators.formulas.evaluation import (
    Missing,
    Quantity,
    compute,
    computing_order,
)
from hatangso.indicators.formulas.expression import (
    Binary,
    Call,
    Expression,
    parse_formula,
)
from hatangso.indicators.measures import MEASURES
from hatangso.model.indicator import Aggregation, Indicator

__all__ = ["SeriesDefinition", "call_dimension", "series_definitions"]

# What one record of a kind is counted as; others are counted in their own name.
_RECORD_UNITS = {
    "agency": "cơ quan",
    "commune": "xã",
    "community_team": "tổ",
    "conference_endpoint": "điểm cầu",
    "coverage_hole": "điểm",
    "data_service": "dịch vụ",
    "host": "máy chủ",
    "information_system": "hệ thống",
    "locality": "thôn",
    "online_meeting": "cuộc họp",
    "public_service": "dịch vụ",
    "signing_certificate": "chứng thư số",
    "site": "trạm",
    "virtual_machine": "máy chủ ảo",
}
_FIELD_UNITS = {
    "mail_accounts": "tài khoản",
    "members": "người",
    "participants": "người",
    "people": "người",
    "staff": "người",
    "trained_members": "người",
    "trained_staff": "người",
}
_SUBJECT_UNITS = {
    Subject.COMMUNE: "xã",
    Subject.FACILITY: "cơ sở",
    Subject.LOCALITY: "thôn",
    Subject.PERSON: "người",
    Subject.ROAD_KM: "km",
    Subject.SITE_SHARED: "trạm",
    Subject.STATION_5G: "trạm",
}
# What a question about records names, in this order.
_RECORD_WORDS = {
    "count": ("kind",),
    "count_within": ("kind", "date"),
    "sum_of": ("kind", "field"),
    "sum_within": ("kind", "field", "date"),
}
_COVERAGE_FUNCTIONS = frozenset({"reached", "missed", "known"})


@dataclass(frozen=True)
class SeriesDefinition:
    """An indicator with its formulas, read.

    Attributes:
        factor: What the quotient of the formulas is multiplied with to get the
            indicator's unit.
    """

    indicator: Indicator
    numerator: Expression
    denominator: Expression | None
    missing: Missing
    factor: float

    @property
    def calls(self) -> tuple[Call, ...]:
        """Return the questions that the formulas put to registers and coverage."""
        found = [self.numerator, *([self.denominator] if self.denominator else [])]
        return tuple(call for part in found for call in _calls_in(part))

    @property
    def quotient(self) -> Expression:
        """Return the whole formula."""
        if self.denominator is None:
            return self.numerator
        return Binary("/", self.numerator, self.denominator)


def series_definitions(
    catalogue: IndicatorCatalogue,
) -> Mapping[str, SeriesDefinition]:
    """Read all formulas of the catalogue, in an order in which they can be computed.

    Raises:
        InvalidInputError: A formula cannot be read, names what does not exist, rests on
            itself or gives another unit than its indicator has; an indicator has a
            denominator alone, or is added up though its unit is that of a ratio. The
            message names all of them.
    """
    problems: list[str] = []
    found = {}
    for indicator in catalogue:
        problems += _rule_problems(indicator)
        if not indicator.numerator:
            continue
        try:
            found[indicator.code] = _definition(indicator, catalogue)
        except InvalidInputError as error:
            problems.append(f"{indicator.code}: {error}")
    if problems:
        text = "the formulas of the catalogue cannot be used: {problems}"
        raise InvalidInputError(text, problems="; ".join(problems))
    order = computing_order({code: item.quotient for code, item in found.items()})
    return MappingProxyType({code: found[code] for code in order if code in found})


def call_dimension(call: Call, catalogue: IndicatorCatalogue) -> Dimension:
    """Return the unit of what a question is answered with.

    Raises:
        InvalidInputError: No measure is called so, or words are missing.
    """
    if call.function in _COVERAGE_FUNCTIONS:
        measure = MEASURES.get(call.words[0])
        if measure is None or len(call.words) != 1:
            text = "no measure is called {name}"
            raise InvalidInputError(text, name=" ".join(call.words))
        unit = _SUBJECT_UNITS.get(measure.subject, measure.subject.value)
    else:
        unit = _record_unit(call)
    return dimension_of(unit, catalogue.units)


def _record_unit(call: Call) -> str:
    words = _RECORD_WORDS[call.function]
    if len(call.words) != len(words):
        raise InvalidInputError(
            "{function} takes these words: {words}",
            function=call.function,
            words=", ".join(words),
        )
    if "field" in words:
        return _FIELD_UNITS.get(call.words[1], call.words[1])
    return _RECORD_UNITS.get(call.words[0], call.words[0])


@dataclass(frozen=True)
class _Ones:
    """Answers every question with one, in its unit: enough to check units."""

    catalogue: IndicatorCatalogue

    def quantity(self, code: str) -> Quantity:
        if code not in self.catalogue:
            raise InvalidInputError("no indicator is called {code}", code=code)
        unit = self.catalogue[code].unit
        return Quantity(np.ones(1), dimension_of(unit, self.catalogue.units))

    def answer(self, call: Call) -> Quantity:
        return Quantity(np.ones(1), call_dimension(call, self.catalogue))


def _rule_problems(indicator: Indicator) -> list[str]:
    problems = []
    if indicator.denominator and not indicator.numerator:
        problems.append(f"{indicator.code}: a denominator needs a numerator")
    is_quotient = indicator.over_space in (Aggregation.RATIO, Aggregation.WEIGHTED_MEAN)
    if indicator.denominator and not is_quotient:
        problems.append(f"{indicator.code}: a quotient is no {indicator.over_space}")
    if indicator.over_space is Aggregation.SUM and "%" in indicator.unit:
        problems.append(f"{indicator.code}: shares cannot be added up")
    return problems


def _definition(
    indicator: Indicator, catalogue: IndicatorCatalogue
) -> SeriesDefinition:
    numerator = parse_formula(indicator.numerator)
    denominator = None
    if indicator.denominator:
        denominator = parse_formula(indicator.denominator)
    missing = Missing(indicator.missing)
    draft = SeriesDefinition(indicator, numerator, denominator, missing, 1.0)
    made = compute(draft.quotient, _Ones(catalogue)).dimension
    factor = made.factor_to(dimension_of(indicator.unit, catalogue.units))
    if factor is None:
        raise InvalidInputError(
            "the formula {formula} does not give {unit}",
            formula=f"{indicator.numerator} / {indicator.denominator}".rstrip(" /"),
            unit=indicator.unit,
        )
    return SeriesDefinition(indicator, numerator, denominator, missing, float(factor))


def _calls_in(expression: Expression) -> list[Call]:
    match expression:
        case Binary(_, left, right):
            return [*_calls_in(left), *_calls_in(right)]
        case Call(parts=parts) if parts:
            return [call for part in parts for call in _calls_in(part)]
        case Call():
            return [expression]
    return []

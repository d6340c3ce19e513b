"""Which printed figures belong together, and how far they may differ: rules as data."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue

__all__ = [
    "Addition",
    "Alike",
    "AuditRules",
    "Continued",
    "Early",
    "Equal",
    "ImpliedPopulation",
    "Level",
    "Load",
    "Pair",
    "Remainder",
    "ShareOfCounts",
    "Sum",
    "audit_rules",
]


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the rules; its texts are codes of indicators unless told otherwise."""


class Pair(_Rule, frozen=True):
    """Two counts of one report of which the part may not exceed the whole."""

    part: str
    whole: str


class ShareOfCounts(_Rule, frozen=True):
    """A percentage that is printed beside its two counts."""

    share: str
    part: str
    whole: str


class Remainder(_Rule, frozen=True):
    """A share that has something, the count that lacks it, and counts of the total."""

    share: str
    lacking: str
    totals: tuple[str, ...]


class ImpliedPopulation(_Rule, frozen=True):
    """A count and its rate: together they imply a population, count / rate * per."""

    count: str
    rate: str
    per: float


class Sum(_Rule, frozen=True):
    """Parts of one report that make up its whole."""

    whole: str
    parts: tuple[str, ...]


class Continued(_Rule, frozen=True):
    """Two indicators that are read as one series, the second after the first."""

    earlier: str
    later: str


class Load(_Rule, frozen=True):
    """How much a base carries: the load over the base, and a later load."""

    load: str
    later_load: str
    base: str


class Equal(_Rule, frozen=True):
    """Two counts of one thing in one report."""

    one: str
    other: str


class Addition(_Rule, frozen=True):
    """A total that is printed beside what was added to it."""

    total: str
    added: str


class Alike(_Rule, frozen=True):
    """Indicators with names that sound alike and that must never be compared.

    Attributes:
        difference: What sets them apart: ``denominator``, ``method`` or ``index``.
    """

    indicators: tuple[str, ...]
    difference: str


class Level(_Rule, frozen=True):
    """A whole at a coarse level beside what the fine level lacks.

    Attributes:
        fine: A share of the fine level; empty when a count tells what it lacks.
        lacking: A count of what the fine level lacks; empty likewise.
    """

    coarse: str
    fine: str = ""
    lacking: str = ""


class Early(_Rule, frozen=True):
    """A provincial promise, and the national one for the same thing."""

    provincial: str
    national: str


class AuditRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules.

    Attributes:
        population_tolerance_ratio: Share by which implied populations may differ.
        fall_tolerance_ratio: Share by which a series may become worse without a word.
        rise_tolerance_ratio: Share by which it may grow within ``rise_months``.
        load_tolerance_ratio: Share by which the load of one base may grow.
        fall_ignored: Indicators that may fall without being worse.
        rise_ignored: Indicators that may multiply.
        above_hundred_allowed: Percentages that may pass 100.
    """

    population_tolerance_ratio: float = 0.01
    fall_tolerance_ratio: float = 0.0
    rise_tolerance_ratio: float = 0.5
    rise_months: int = 18
    load_tolerance_ratio: float = 0.5
    fall_ignored: frozenset[str] = frozenset()
    rise_ignored: frozenset[str] = frozenset()
    above_hundred_allowed: frozenset[str] = frozenset()
    pair: tuple[Pair, ...] = ()
    share: tuple[ShareOfCounts, ...] = ()
    remainder: tuple[Remainder, ...] = ()
    population: tuple[ImpliedPopulation, ...] = ()
    sum: tuple[Sum, ...] = ()
    continued: tuple[Continued, ...] = ()
    load: tuple[Load, ...] = ()
    equal: tuple[Equal, ...] = ()
    addition: tuple[Addition, ...] = ()
    alike: tuple[Alike, ...] = ()
    level: tuple[Level, ...] = ()
    early: tuple[Early, ...] = ()


def audit_rules(
    mapping: Mapping[str, Any], catalogue: IndicatorCatalogue
) -> AuditRules:
    """Build the rules from the parsed ``audit_rules.toml``.

    Raises:
        InvalidInputError: A rule is incomplete or names an unknown indicator; the
            message names them all.
    """
    text = "the rules of the audit cannot be used: {problems}"
    try:
        rules = msgspec.convert(mapping, AuditRules)
    except msgspec.ValidationError as error:
        raise InvalidInputError(text, problems=str(error)) from error
    unknown = sorted({code for code in _codes(rules) if code not in catalogue})
    if unknown:
        problems = "; ".join(f"no indicator is called {code}" for code in unknown)
        raise InvalidInputError(text, problems=problems)
    return rules


def _codes(rules: AuditRules) -> Iterator[str]:
    """Yield every code of an indicator that a rule names."""
    yield from rules.fall_ignored | rules.rise_ignored | rules.above_hundred_allowed
    for value in msgspec.structs.asdict(rules).values():
        for rule in value if isinstance(value, tuple) else ():
            for name, named in msgspec.structs.asdict(rule).items():
                if isinstance(named, tuple):
                    yield from named
                elif isinstance(named, str) and named and name != "difference":
                    yield named

"""The catalogue of indicators: definitions as data, checked once and then frozen."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.formulas.evaluation import Missing
from hatangso.indicators.measures import MEASURES
from hatangso.indicators.printed_unit import PrintedUnit, UnitTable, spelling
from hatangso.model.indicator import Aggregation, Figure, Indicator
from hatangso.model.unit_history import Level

__all__ = [
    "IndicatorCatalogue",
    "indicator_catalogue",
]

_Row = TypeVar("_Row")
_COMPONENTS = ("VT", "SD", "TTDL", "NTS", "CNS", "QT", "XH")


@dataclass(frozen=True)
class _UnitRow:
    dimension: str
    factor: float
    spellings: Sequence[str]


@dataclass(frozen=True)
class IndicatorCatalogue:
    """All indicators in the order of their file; iterating gives them.

    Attributes:
        indicators: By code.
        codes_by_name: Codes by printed name, normalised.
        units: Printed units that can be converted.
    """

    indicators: Mapping[str, Indicator]
    codes_by_name: Mapping[str, str]
    units: UnitTable = field(default_factory=UnitTable)

    def __iter__(self) -> Iterator[Indicator]:
        """Iterate over the indicators in the order of their file."""
        return iter(self.indicators.values())

    def __len__(self) -> int:
        """Return the number of indicators."""
        return len(self.indicators)

    def __contains__(self, code: object) -> bool:
        """Return whether a code is in the catalogue."""
        return code in self.indicators

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator of a code.

        Raises:
            NotFoundError: No indicator has this code.
        """
        if code not in self.indicators:
            text = "no indicator is called {code}; see the catalogue of indicators"
            raise NotFoundError(text, code=code)
        return self.indicators[code]

    def named(self, printed_name: str) -> Indicator | None:
        """Return the indicator that a printed name means, or None."""
        code = self.codes_by_name.get(_name_key(printed_name))
        return None if code is None else self.indicators[code]

    def of_figure(self, figure: Figure) -> Indicator | None:
        """Return the indicator of a figure by its code, else by its printed name."""
        if figure.indicator:
            return self.indicators.get(figure.indicator)
        return self.named(figure.name_vi)


def indicator_catalogue(mapping: Mapping[str, Any]) -> IndicatorCatalogue:
    """Build the catalogue from the parsed ``catalogue.toml``.

    Args:
        mapping: Lists ``indicator`` and ``unit``.

    Raises:
        InvalidInputError: A row is incomplete, a code or a printed name stands twice,
            or a measure, component or code is unknown; the message names them all.
    """
    problems: list[str] = []
    indicators = _indicators(mapping.get("indicator", ()), problems)
    codes_by_name = _codes_by_name(indicators, problems)
    units = _units(mapping.get("unit", ()), problems)
    if problems:
        text = "the catalogue of indicators cannot be used: {problems}"
        raise InvalidInputError(text, problems="; ".join(problems))
    return IndicatorCatalogue(
        MappingProxyType({item.code: item for item in indicators}),
        MappingProxyType(codes_by_name),
        units,
    )


def _name_key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _built(
    kind: Callable[..., _Row], row: object, label: str, problems: list[str]
) -> _Row | None:
    """Build a record from a row, or note what is wrong with the row."""
    try:
        return kind(**row)  # type: ignore[arg-type] # a row that is no table is the user's mistake
    except TypeError as error:
        reason = str(error).removeprefix(f"{kind.__name__}.__init__() ")
        problems.append(f"{label}: {reason}")
        return None


def _indicators(rows: Sequence[Any], problems: list[str]) -> list[Indicator]:
    indicators: dict[str, Indicator] = {}
    for number, row in enumerate(rows, start=1):
        item = _built(Indicator, row, f"indicator {number}", problems)
        if item is None:
            continue
        item = _typed(item, problems)
        if item.code in indicators:
            problems.append(f"the code {item.code} stands twice")
        if item.measure and item.measure not in MEASURES:
            problems.append(f"{item.code}: no measure is called {item.measure}")
        if item.component not in _COMPONENTS:
            problems.append(f"{item.code}: no component is called {item.component}")
        indicators[item.code] = item
    return list(indicators.values())


def _typed(item: Indicator, problems: list[str]) -> Indicator:
    """Return a row with words made into what they mean, or note which mean nothing."""
    allowed = {
        "over_space": [rule.value for rule in Aggregation if rule != "last"],
        "over_time": ["sum", "ratio", "last", "none"],
        "missing": [rule.value for rule in Missing],
    }
    for name, words in allowed.items():
        if getattr(item, name) not in words:
            problems.append(f"{item.code}: {name} must be one of {', '.join(words)}")
    strange = [level for level in item.levels if level not in [*Level]]
    if strange or not item.levels:
        problems.append(f"{item.code}: levels must name tiers, not {strange}")
    known = frozenset(Aggregation)
    return replace(
        item,
        figure_names=tuple(item.figure_names),
        levels=tuple(item.levels),
        over_space=Aggregation(item.over_space if item.over_space in known else "none"),
        over_time=Aggregation(item.over_time if item.over_time in known else "none"),
    )


def _codes_by_name(
    indicators: Sequence[Indicator], problems: list[str]
) -> dict[str, str]:
    codes: dict[str, str] = {}
    for item in indicators:
        for name in item.figure_names:
            other = codes.setdefault(_name_key(name), item.code)
            if other != item.code:
                problems.append(f"{name!r} names both {other} and {item.code}")
    return codes


def _units(rows: Sequence[Any], problems: list[str]) -> UnitTable:
    units: dict[str, PrintedUnit] = {}
    for number, row in enumerate(rows, start=1):
        item = _built(_UnitRow, row, f"unit {number}", problems)
        if item is None:
            continue
        if not item.factor > 0:
            problems.append(f"unit {number}: the factor must be above zero")
        for text in item.spellings:
            if spelling(text) in units:
                problems.append(f"the unit {text} stands twice")
            units[spelling(text)] = PrintedUnit(item.dimension, item.factor)
    return UnitTable(MappingProxyType(units))

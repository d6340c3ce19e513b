"""What a province earns under the official schemes, and what a change would add."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from hatangso.errors import NotFoundError
from hatangso.indicators.assessment import latest_reported
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.scores.scheme import Scheme, scoring_scheme, with_points
from hatangso.indicators.scores.score import Gain, Score, score, what_if
from hatangso.indicators.targets import read_figures
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.indicator import Comparator, Value
from hatangso.model.province import Province
from hatangso.workflows.check import load_province
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.ranks import ProvinceRanks, province_ranks

__all__ = [
    "ProvinceScore",
    "province_score",
    "scheme_codes",
    "score_of",
    "shipped_scheme",
]

_FOLDER = "schemes"
_EXACT = frozenset({Comparator.EQUAL, Comparator.ABOUT})


@dataclass(frozen=True)
class ProvinceScore:
    """A score with the values that it rests on.

    Attributes:
        values: By indicator: the latest reported values.
        gain: What the changes that were asked about would add; None without any.
        ranks: Published ranks of the province, index by index.
    """

    name_vi: str
    name_en: str
    score: Score
    values: Mapping[str, Value]
    gain: Gain | None
    ranks: ProvinceRanks


def scheme_codes() -> tuple[str, ...]:
    """Return the names of the shipped schemes, oldest first."""
    folder = files("hatangso") / "indicators" / "scores" / _FOLDER
    names = [entry.name for entry in folder.iterdir()]
    return tuple(sorted(x.removesuffix(".toml") for x in names if x.endswith(".toml")))


def province_score(
    directory: Path,
    scheme: str,
    *,
    points: Mapping[str, float] | None = None,
    published: Mapping[str, float] | None = None,
    changes: Mapping[str, float] | None = None,
) -> ProvinceScore:
    """Count what a province earns under a scheme, without writing anything.

    Args:
        directory: The province directory.
        scheme: Code of a shipped scheme.
        points: Points that the scheme leaves open, by part or ``part/indicator``.
        published: Values of whole parts as published, from 0 to 1.
        changes: Values by indicator for a what-if.

    Raises:
        NotFoundError: No scheme has this code, or the directory does not exist.
        InvalidInputError: The directory has errors, or points, published values or
            changes name nothing that exists.
    """
    return score_of(
        load_province(directory).province,
        scheme,
        shipped_catalogue(),
        points=points,
        published=published,
        changes=changes,
    )


def score_of(
    province: Province,
    scheme: str,
    catalogue: IndicatorCatalogue,
    *,
    points: Mapping[str, float] | None = None,
    published: Mapping[str, float] | None = None,
    changes: Mapping[str, float] | None = None,
) -> ProvinceScore:
    """Count what a province that was read earns, as ``province_score`` does."""
    used = with_points(shipped_scheme(scheme, catalogue), points or {}, catalogue)
    printed = read_figures(province.figures, catalogue)
    values = _latest(printed.values, catalogue)
    numbers = {code: value.value for code, value in values.items()}
    gain = None
    if changes:
        gain = what_if(used, numbers, changes, published=published)
    return ProvinceScore(
        province.name_vi,
        province.name_en,
        score(used, numbers, published=published),
        values,
        gain,
        province_ranks(province.name_vi, province.data_date),
    )


def shipped_scheme(code: str, catalogue: IndicatorCatalogue) -> Scheme:
    """Return a scheme that comes along.

    Raises:
        NotFoundError: None has this code.
    """
    if code not in scheme_codes():
        raise NotFoundError(
            "no scoring scheme is called {code}; write one of: {names}",
            code=code,
            names=", ".join(scheme_codes()),
        )
    content = shipped_parameters("indicators/scores", f"{_FOLDER}/{code}.toml")
    return scoring_scheme(code, content, catalogue)


def _latest(values: Iterable[Value], catalogue: IndicatorCatalogue) -> dict[str, Value]:
    """Return the latest value of each indicator, in the unit of the catalogue."""
    by_code: dict[str, list[Value]] = {}
    for value in values:
        if value.comparator in _EXACT:
            by_code.setdefault(value.indicator, []).append(value)
    latest = {}
    for code, found in by_code.items():
        first = latest_reported(found)[0]
        unit = catalogue[code].unit
        if catalogue.units.convert(first.value, first.unit, unit) == first.value:
            latest[code] = first
    return latest

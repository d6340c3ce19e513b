"""Sentences in the reader's language: English is written, Vietnamese looked up.

``vi.po`` holds those of the engines, files and commands; ``vi/`` those of the pages.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from numbers import Real
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from hatangso.errors import Message

__all__ = ["LAYER_NAMES", "Language", "translate"]

# Words that callers translate by variable; whoever lists the sentences of the sources
# finds these here.
LAYER_NAMES = (
    "antennas",
    "buildings",
    "clutter",
    "communes",
    "documents",
    "dossiers",
    "facilities",
    "figures",
    "localities",
    "protected_areas",
    "roads",
    "sensor_readings",
    "services",
    "sites",
    "submissions",
    "terrain",
    "zones",
)

_SMALLEST_GROUPED = 1_000
_YEARS = range(1_900, 2_101)  # whole numbers that are years, most of the time
# Gaps that hold numbers of things, never a year.
_COUNTS = frozenset(
    {"codes", "count", "days", "households", "machines", "members", "people", "rows"}
    | {"records", "villages"}
)
_LARGEST_POWER = 15  # beyond it the zeros would only be counted, not read
_NUMBER = re.compile(
    r"(?P<before> *[+-]?)(?P<whole>\d+)(?:\.(?P<part>\d+))?"
    r"(?:[eE](?P<power>[+-]\d+))?(?P<after>%? *)"
)


class Language(StrEnum):
    """A language that hatangso speaks."""

    VI = "vi"
    EN = "en"


@cache
def _vietnamese() -> dict[str, str]:
    """Return the Vietnamese sentence of each English one."""
    folder = files("hatangso.language")
    pages = sorted((folder / "vi").iterdir(), key=lambda file: file.name)
    return {
        str(entry.id): str(entry.string)
        for catalogue in (folder / "vi.po", *pages)
        for entry in _entries(catalogue)
        if entry.id and entry.string
    }


def _entries(catalogue: Traversable) -> Catalog:
    """Return what stands in one file of sentences."""
    with catalogue.open("rb") as stream:
        return read_po(stream, locale="vi")


def translate(sentence: Message | str, language: Language | str) -> str:
    """Return a sentence in a language; one without translation stays English.

    Numbers in the gaps get the decimal mark of the language, and its mark between
    thousands unless they look like a year in a gap that names no count; dates are
    written as dd/mm/yyyy in Vietnamese. Values that are messages themselves are
    translated too; other values are never read as templates. A text without values is
    only looked up.

    >>> far = Message("the site {site} lies {away_km:.1f} km outside the province",
    ...               {"site": "TN-1", "away_km": 12345.67})
    >>> translate(far, "vi")
    'trạm TN-1 nằm ngoài địa giới tỉnh 12.345,7 km'
    """
    if isinstance(sentence, str):
        sentence = Message(sentence)
    text = sentence.text
    if str(language) == Language.VI:
        text = _vietnamese().get(text, text)
    if not sentence.values:
        return text
    values = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in sentence.values.items()
    }
    return _GapFiller(language).vformat(text, (), values)


class _GapFiller(Formatter):
    """Fills the gaps of a template, numbers as a language writes them."""

    def __init__(self, language: Language | str) -> None:
        self._is_vietnamese = str(language) == Language.VI
        self._thousands, self._decimal = ".," if self._is_vietnamese else ",."
        self._is_count = False

    def get_field(
        self, field_name: str, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        """Return the value of a gap, whose name tells counts from years."""
        self._is_count = field_name in _COUNTS
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: object, format_spec: str) -> str:
        """Return the value in its format; numbers with the language's marks."""
        if type(value) is date and self._is_vietnamese:
            return value.strftime("%d/%m/%Y")
        text = format(value, format_spec)
        if isinstance(value, bool) or not isinstance(value, Real):
            return text
        found = _NUMBER.fullmatch(text)
        if found is None:
            return text
        power = int(found["power"] or 0)
        if abs(power) > _LARGEST_POWER:
            return f"{self._marked(found)} \N{MULTIPLICATION SIGN} 10^{power}"
        if isinstance(value, int) and value in _YEARS and not self._is_count:
            return text
        return self._marked(_written_out(float(value), found) if power else found)

    def _marked(self, number: re.Match[str]) -> str:
        before, whole, part = number["before"], number["whole"], number["part"]
        if int(whole) >= _SMALLEST_GROUPED:
            whole = f"{int(whole):,}".replace(",", self._thousands)
        elif not int(whole) and not int(part or 0):
            before = before.replace("-", "")  # a rounded -0.04 is no "-0.0"
        return before + whole + (self._decimal + part if part else "") + number["after"]


def _written_out(value: float, number: re.Match[str]) -> re.Match[str]:
    """Return a number without the exponent that Python wrote."""
    sign = "+" if "+" in number["before"] else "-"
    if abs(value) >= 1:
        return _NUMBER.fullmatch(f"{value:{sign}.0f}") or number
    digits = Decimal(number[0].strip())
    return _NUMBER.fullmatch(f"{digits:{sign}f}") or number

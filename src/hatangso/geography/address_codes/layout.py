"""How an address code is written: which parts, in which order, how long."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hatangso.errors import InvalidInputError

__all__ = ["PLACE_LENGTHS", "POSTCODE", "AddressLayout", "address_layout"]

# Lengths of a place code that tell one house from another.
PLACE_LENGTHS = (10, 11, 12, 13, 14, 15)
POSTCODE = re.compile(r"\d{5}", re.ASCII)
_POSTCODE_GAP, _PLACE_GAP = "{postcode}", "{place}"
_GAP = re.compile(r"\{[^{}]*\}")
_PLACE_SIGNS = re.compile(r"[0-9A-Z+]", re.IGNORECASE)


@dataclass(frozen=True)
class AddressLayout:
    """The parts of an address code.

    Attributes:
        text: With the gaps ``{postcode}`` and ``{place}``.
        place_length: Signs of the place code that houses get first.
        longest_place: Signs that they may get where several share a cell.
        number_sign: Before the number of a house that shares the smallest cell.
        is_assumed: Whether nobody confirmed any of it.
    """

    text: str
    place_length: int
    longest_place: int
    number_sign: str
    is_assumed: bool

    @property
    def has_postcode(self) -> bool:
        """Return whether a code without a postcode is not whole."""
        return _POSTCODE_GAP in self.text

    def written(self, postcode: str, place: str, number: int = 0) -> str:
        """Return a code; without a postcode the place code alone.

        Args:
            postcode: Five digits, or empty when nobody knows it.
            place: Open Location Code.
            number: Of a house that shares its cell; 0 for none.
        """
        text = place
        if postcode and self.has_postcode:
            text = self.text.replace(_POSTCODE_GAP, postcode)
            text = text.replace(_PLACE_GAP, place)
        return f"{text}{self.number_sign}{number}" if number else text

    def parts(self, text: str) -> tuple[str, str, str] | None:
        """Return postcode, place and number as they stand in a code; None for no code.

        None of them is checked; those that are missing are empty.
        """
        number = rf"(?:{re.escape(self.number_sign)}(?P<number>\d+))?"
        for postcode in (r"\d{5}", ".*?"):
            pattern = re.escape(self.text)
            for gap, within in (
                (_POSTCODE_GAP, f"(?P<postcode>{postcode})"),
                (_PLACE_GAP, "(?P<place>.+?)"),
            ):
                pattern = pattern.replace(re.escape(gap), within)
            found = re.fullmatch(pattern + number, text, re.ASCII)
            if found and self.has_postcode and self._is_apart(postcode):
                told = found.groupdict(default="")
                return told["postcode"], told["place"], told["number"]
        found = re.fullmatch(f"(?P<place>.+?){number}", text, re.ASCII)
        return ("", found["place"], found["number"] or "") if found else None

    def _is_apart(self, postcode: str) -> bool:
        """Return whether a postcode of another form can be told from the place."""
        between = _GAP.sub("", self.text)
        return postcode == r"\d{5}" or bool(between)


def address_layout(table: Mapping[str, Any]) -> AddressLayout:
    """Return the layout that a table holds, as ``address_codes.toml`` has it.

    Raises:
        InvalidInputError: An entry is unknown, missing or cannot be used; the message
            names it all.
    """
    names = ("layout", "place_length", "longest_place", "number_sign")
    problems = [f"unknown entry {name}" for name in sorted(set(table) - set(names))]
    values: dict[str, Any] = {}
    is_assumed = False
    for name in names:
        entry = table.get(name)
        if not isinstance(entry, Mapping) or "value" not in entry:
            problems.append(f"{name} has no value")
            continue
        values[name] = entry["value"]
        is_assumed |= bool(entry.get("assumption", True))
    if not problems:
        problems = _problems(**values)
    if problems:
        raise InvalidInputError(
            "the layout of address codes cannot be used: {problems}",
            problems="; ".join(problems),
        )
    return AddressLayout(
        text=values["layout"],
        place_length=values["place_length"],
        longest_place=values["longest_place"],
        number_sign=values["number_sign"],
        is_assumed=is_assumed,
    )


def _problems(
    layout: object, place_length: object, longest_place: object, number_sign: object
) -> list[str]:
    problems = []
    gaps = _GAP.findall(layout) if isinstance(layout, str) else []
    if sorted(gaps) not in ([_PLACE_GAP], [_PLACE_GAP, _POSTCODE_GAP]):
        problems.append('layout: write {place} once, such as "{postcode}-{place}"')
    for name, length in (
        ("place_length", place_length),
        ("longest_place", longest_place),
    ):
        if length not in PLACE_LENGTHS or isinstance(length, bool):
            problems.append(f"{name}: write a whole number from 10 to 15")
    if not problems and longest_place < place_length:  # type: ignore[operator]
        problems.append("longest_place is below place_length")
    is_sign = isinstance(number_sign, str) and len(number_sign) == 1
    if not is_sign or _PLACE_SIGNS.match(str(number_sign)):
        problems.append("number_sign: write one sign that no place code holds")
    return problems

"""What units mean to a formula: ``thuê bao/100 dân`` is subscriptions over people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hatangso.indicators.printed_unit import UnitTable, spelling

__all__ = ["NUMBER", "Dimension", "dimension_of"]

_PER = re.compile(r"\s*/\s*")
_COUNTED = re.compile(r"(?P<count>\d[\d.]*)?\s*(?P<name>.*)")
# Words for one thing that is counted; the first is kept.
_SAME_THINGS = (
    ("người", "dân", "inhabitant", "inhabitants", "people"),
    ("thôn", "xóm", "bản", "village", "villages"),
    ("xã", "commune", "communes"),
    ("hộ", "hộ gia đình", "household", "households"),
    ("doanh nghiệp", "công ty", "enterprise", "enterprises"),
)
_THINGS = {name: names[0] for names in _SAME_THINGS for name in names}
_SHARE = "share"
_PERCENT = Fraction(1, 100)


@dataclass(frozen=True)
class Dimension:
    """A unit as a factor times powers of what is counted or measured.

    Attributes:
        factor: One of this unit, in the plain unit of its powers.
        powers: Exponent by thing or dimension, sorted, without zeros.
    """

    factor: Fraction = Fraction(1)
    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: "Dimension", sign: int = 1) -> "Dimension":
        """Return the unit of a product, or of a quotient when the sign is -1."""
        powers: dict[str, int] = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        kept = tuple(sorted((name, p) for name, p in powers.items() if p))
        return Dimension(self.factor * other.factor**sign, kept)

    def factor_to(self, other: "Dimension") -> Fraction | None:
        """Return what to multiply with to get another unit; None when nobody knows.

        A count over a count may be told in per cent, whatever is counted: many official
        shares are of that kind (subscriptions per hundred people).
        """
        is_same = self.powers == other.powers
        is_count_ratio = not other.powers and sum(p for _, p in self.powers) == 0
        return self.factor / other.factor if is_same or is_count_ratio else None


NUMBER = Dimension()


def dimension_of(unit: str, table: UnitTable) -> Dimension:
    """Return what a printed unit means.

    >>> dimension_of("thuê bao/100 dân", UnitTable()).factor
    Fraction(1, 100)
    """
    whole = spelling(unit)
    if whole in table.units:
        return _part(whole, table)
    above, *below = _PER.split(whole)
    found = _part(above, table)
    for name in below:
        found = found.times(_part(name, table), -1)
    return found


def _part(text: str, table: UnitTable) -> Dimension:
    known = table.units.get(text)
    if known is not None:
        factor = Fraction(str(known.factor))
        if known.dimension == _SHARE:
            return Dimension(factor * _PERCENT)
        return Dimension(factor, ((known.dimension, 1),))
    found = _COUNTED.fullmatch(text)
    count = Fraction(found["count"].replace(".", "")) if found and found["count"] else 1
    name = found["name"].strip() if found else text
    if not name:
        return Dimension(Fraction(count))
    return Dimension(Fraction(count), ((_thing(name, _THINGS), 1),))


def _thing(name: str, things: Mapping[str, str]) -> str:
    return things.get(name.casefold(), name.casefold())

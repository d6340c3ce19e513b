"""Give codes to houses, so that no two of them get the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hatangso.geography.address_codes.codes import AddressCode, place_code
from hatangso.geography.address_codes.layout import AddressLayout

__all__ = ["GivenCode", "HousePoint", "allot_codes"]


@dataclass(frozen=True)
class HousePoint:
    """Where a house stands.

    Attributes:
        commune_code: Empty when nobody knows it.
    """

    lon_deg: float
    lat_deg: float
    commune_code: str = ""


@dataclass(frozen=True)
class GivenCode:
    """The code of a house.

    Attributes:
        text: As the layout writes it.
        shared_by: So many houses, this one among them, lie in the cell of the usual
            length; 1 when it has the cell for itself.
        is_whole: Whether it has its postcode.
    """

    text: str
    code: AddressCode
    shared_by: int
    is_whole: bool


def allot_codes(
    points: Sequence[HousePoint],
    postcodes: Mapping[str, str],
    layout: AddressLayout,
    *,
    taken: Collection[AddressCode] = (),
) -> tuple[GivenCode, ...]:
    """Return a code for each point, in their order.

    Houses that share a cell all get longer codes; those that share the smallest one
    get numbers in the order of the points. A code that is taken is given to nobody.

    Args:
        points: Of the houses.
        postcodes: Five digits by code of the commune, as far as they are known.
        layout: How a code is written.
        taken: Codes that houses have already.

    Raises:
        OutOfRangeError: A point lies nowhere on the globe.
    """
    places: dict[int, str] = {}
    numbers: dict[int, int] = {}
    used = {one.place for one in taken}
    shared: dict[int, int] = {}
    left = list(range(len(points)))
    for length in range(layout.place_length, layout.longest_place + 1):
        cells = _cells(points, left, length)
        if length == layout.place_length:
            shared = {at: len(rows) for rows in cells.values() for at in rows}
        left = []
        for place, rows in cells.items():
            is_free = len(rows) == 1 and place not in used
            if is_free or length == layout.longest_place:
                places.update(dict.fromkeys(rows, place))
            if not is_free:
                left += rows
        left.sort()
    for place, rows in _by_place(left, places).items():
        highest = max((one.number for one in taken if one.place == place), default=0)
        numbers.update({at: highest + nth for nth, at in enumerate(rows, start=1)})
    return tuple(
        _given(
            AddressCode(
                postcodes.get(point.commune_code, "") if layout.has_postcode else "",
                places[at],
                numbers.get(at, 0),
            ),
            shared[at],
            layout,
        )
        for at, point in enumerate(points)
    )


def _cells(
    points: Sequence[HousePoint], rows: Iterable[int], length: int
) -> dict[str, list[int]]:
    cells: dict[str, list[int]] = defaultdict(list)
    for at in rows:
        cells[place_code(points[at].lon_deg, points[at].lat_deg, length)].append(at)
    return cells


def _by_place(rows: Iterable[int], places: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at in rows:
        found[places[at]].append(at)
    return found


def _given(code: AddressCode, shared_by: int, layout: AddressLayout) -> GivenCode:
    text = layout.written(code.postcode, code.place, code.number)
    is_whole = bool(code.postcode) or not layout.has_postcode
    return GivenCode(text, code, shared_by, is_whole)

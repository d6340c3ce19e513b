"""Officials: how many are trained, how many know their computers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.model.contradiction import Contradiction
from hatangso.model.digital_team import Officials
from hatangso.model.tally import Share, share

__all__ = ["OfficialsStanding", "officials_standing", "trained_ratio"]


@dataclass(frozen=True)
class OfficialsStanding:
    """The officials of a province.

    Attributes:
        agencies: The least trained first; those of which nothing is known last.
        training: Trained officials, of all.
        specialists: Officials who work with information technology, of all.
        contradictions: What cannot be true.
    """

    agencies: tuple[Officials, ...]
    training: Share
    specialists: Share
    contradictions: tuple[Contradiction, ...]


def officials_standing(agencies: Sequence[Officials]) -> OfficialsStanding:
    """Return how many officials are trained, agency by agency."""
    return OfficialsStanding(
        tuple(sorted(agencies, key=_order)),
        share(agencies, lambda one: one.trained, lambda one: one.staff),
        share(agencies, lambda one: one.it_staff, lambda one: one.staff),
        tuple(found for one in agencies for found in _wrong(one)),
    )


def trained_ratio(agency: Officials) -> float | None:
    """Return the trained share of an agency; None when nobody can tell."""
    trained, staff = agency.trained, agency.staff
    if trained is None or not staff or trained > staff:
        return None
    return trained / staff


def _order(agency: Officials) -> tuple[bool, float, str, int]:
    ratio = trained_ratio(agency)
    return ratio is None, ratio or 0.0, agency.name, agency.number


def _wrong(agency: Officials) -> Iterable[Contradiction]:
    """Yield the parts of the staff that are larger than it."""
    parts = (
        ("trained", agency.trained, Message("{part} officials are trained of {staff}")),
        ("it", agency.it_staff, Message("{part} officials work with IT of {staff}")),
    )
    for name, part, said in parts:
        if part is not None and agency.staff is not None and part > agency.staff:
            message = Message(said.text, {"part": part, "staff": agency.staff})
            yield Contradiction(
                f"more_{name}_than_staff",
                message,
                "agency",
                agency.number,
                agency.name,
                agency.commune,
            )

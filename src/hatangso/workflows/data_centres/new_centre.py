"""How large a new data centre is, with the prices and densities of a province."""

from dataclasses import dataclass
from pathlib import Path

from hatangso.capacity.centre_size import (
    CentreSize,
    SizeParameters,
    SizeRequest,
    centre_size,
)
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.data_centre import HostOffer
from hatangso.workflows.capacity_inputs import read_offers, read_parameters
from hatangso.workflows.data_centres.centre_parameters import read_size_parameters

__all__ = ["NewCentre", "new_centre"]


@dataclass(frozen=True)
class NewCentre:
    """A new centre, and what its size rests on."""

    request: SizeRequest
    size: CentreSize
    offer: HostOffer
    parameters: SizeParameters


def new_centre(
    directory: Path,
    request: SizeRequest,
    *,
    offer: str = "",
    parameters: SizeParameters | None = None,
) -> NewCentre:
    """Return how large a new centre is.

    Args:
        directory: The province directory, for its parameters and offers.
        request: What is wanted.
        offer: The host that is bought; empty: the one of most memory for its price.
        parameters: Instead of those of the province.

    Raises:
        NotFoundError: No host of this name is on offer.
        InvalidInputError: Nothing is wanted or on offer, or parameters are unusable.
        OutOfRangeError: A number is out of its range.
    """
    offers = read_offers(directory)
    if not offers:
        raise InvalidInputError("no host is on offer; name one with its price")
    chosen = max(offers, key=lambda one: (one.memory_gb / one.price_vnd, one.id))
    if offer:
        by_name = {one.id: one for one in offers}
        if offer not in by_name:
            raise NotFoundError(
                "no host {name} is on offer; there are: {names}",
                name=offer,
                names=", ".join(by_name),
            )
        chosen = by_name[offer]
    known = parameters or read_size_parameters(directory)
    capacity = read_parameters(directory)
    size = centre_size(request, known, capacity=capacity, offer=chosen)
    return NewCentre(request, size, chosen, known)

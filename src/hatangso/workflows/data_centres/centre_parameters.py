"""Parameters of racks, energy and sizing, with those of the province over them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatangso.capacity.centre_size import SizeParameters
from hatangso.capacity.racks import RackParameters
from hatangso.errors import InvalidInputError
from hatangso.io.parameter_files import merged, read_overrides, shipped_parameters
from hatangso.planning.candidates.parameters import checked_numbers

__all__ = [
    "CENTRE_TABLES",
    "laid_over",
    "rack_parameters",
    "read_rack_parameters",
    "read_size_parameters",
    "size_parameters",
]


def rack_parameters(table: Mapping[str, object]) -> RackParameters:
    """Return the parameters that a table holds, as ``racks.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number.
        OutOfRangeError: A ratio is not above 0 and up to 1.
    """
    return RackParameters(**checked_numbers(RackParameters, table))


def size_parameters(table: Mapping[str, object]) -> SizeParameters:
    """Return the parameters that a table holds, as ``sizing.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number.
        OutOfRangeError: No centre can be so.
    """
    return SizeParameters(**checked_numbers(SizeParameters, table))


# Table of parameters.toml: the file below it, and what makes sure that it is usable.
CENTRE_TABLES = (
    ("racks", "racks.toml", rack_parameters),
    ("sizing", "sizing.toml", size_parameters),
)


def laid_over(directory: Path, table: str, package: str, file: str) -> dict[str, Any]:
    """Return a shipped table with that of the province laid over it.

    Raises:
        InvalidInputError: That of the province is no table.
    """
    own = read_overrides(directory).get(table, {})
    if not isinstance(own, Mapping):
        raise InvalidInputError('"{raw}" is not a table', raw=own)
    return merged(shipped_parameters(package, file), own)


def read_rack_parameters(directory: Path) -> RackParameters:
    """Read how far feeds and cooling may be used.

    Raises:
        InvalidInputError: The province's own cannot be used.
        OutOfRangeError: A ratio is not above 0 and up to 1.
    """
    return rack_parameters(laid_over(directory, "racks", "capacity", "racks.toml"))


def read_size_parameters(directory: Path) -> SizeParameters:
    """Read densities and prices of a new centre.

    Raises:
        InvalidInputError: The province's own cannot be used.
        OutOfRangeError: No centre can be so.
    """
    return size_parameters(laid_over(directory, "sizing", "capacity", "sizing.toml"))

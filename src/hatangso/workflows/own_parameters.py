"""The assumptions of an engine, with a province's own laid over them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from hatangso.errors import InvalidInputError
from hatangso.io.parameter_files import merged, read_overrides, shipped_parameters
from hatangso.planning.candidates.parameters import checked_numbers

__all__ = ["made_parameters", "own_parameters"]

Parameters = TypeVar("Parameters")


def own_parameters(directory: Path, name: str, record: type[Parameters]) -> Parameters:
    """Read ``NAME/NAME.toml`` with the table NAME of the province laid over it.

    Args:
        directory: The province directory.
        name: Of the engine, its file and its table.
        record: Dataclass whose fields are the parameters.

    Raises:
        InvalidInputError: A name is not known, or a value cannot be used.
        OutOfRangeError: A value is none of those that the record takes.
    """
    own = read_overrides(directory).get(name, {})
    if not isinstance(own, Mapping):
        raise InvalidInputError('"{raw}" is not a table', raw=own)
    table = merged(shipped_parameters(name, f"{name}.toml"), own)
    return made_parameters(record, table)


def made_parameters(
    record: type[Parameters], table: Mapping[str, object]
) -> Parameters:
    """Return the parameters that a table holds.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value cannot be used.
        OutOfRangeError: A value is none of those that the record takes.
    """
    return record(**checked_numbers(record, table))

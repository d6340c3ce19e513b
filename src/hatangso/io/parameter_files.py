"""Read the shipped parameter files, with a province's overrides laid over them."""

import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from hatangso.errors import InvalidInputError

__all__ = [
    "DEFAULT_SET",
    "OVERRIDES_FILE",
    "PARAMETER_SET",
    "merged",
    "parameter_set",
    "parameter_sets",
    "read_overrides",
    "shipped_parameters",
]

OVERRIDES_FILE = "parameters.toml"
# The key of the radio parameters that names a set, and the set below all others.
PARAMETER_SET = "parameter_set"
DEFAULT_SET = "viet_nam"
_SETS_FOLDER = "parameter_sets"


def shipped_parameters(package: str, file: str) -> dict[str, Any]:
    """Return a parameter file that lies beside an engine such as ``radio``."""
    content = (files("hatangso") / package / file).read_text(encoding="utf-8")
    return tomllib.loads(content)


def parameter_sets() -> tuple[str, ...]:
    """Return the names of the shipped sets of radio parameters."""
    folder = files("hatangso") / "radio" / _SETS_FOLDER
    names = [entry.name for entry in folder.iterdir()]
    return tuple(sorted(x.removesuffix(".toml") for x in names if x.endswith(".toml")))


def parameter_set(name: str) -> dict[str, Any]:
    """Return a complete set of radio parameters: its file laid over the default set.

    Raises:
        InvalidInputError: No set has this name.
    """
    if name not in parameter_sets():
        raise InvalidInputError(
            'there is no parameter set "{name}"; write one of: {names}',
            name=name,
            names=", ".join(parameter_sets()),
        )
    base = shipped_parameters("radio", f"{_SETS_FOLDER}/{DEFAULT_SET}.toml")
    return merged(base, shipped_parameters("radio", f"{_SETS_FOLDER}/{name}.toml"))


def read_overrides(directory: Path) -> dict[str, Any]:
    """Return the province's own parameters; an empty table when it has none.

    Raises:
        InvalidInputError: The file is not valid TOML.
    """
    path = directory / OVERRIDES_FILE
    if not path.is_file():
        return {}
    try:
        content = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(unicodedata.normalize("NFC", content))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            "{file} is not valid TOML: {error}; correct it there",
            file=OVERRIDES_FILE,
            error=error,
        ) from error


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with another laid over it, key by key.

    >>> merged({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}})
    {'a': {'x': 1, 'y': 3}}
    """
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            result[key] = merged(below, value)
        else:
            result[key] = value
    return result

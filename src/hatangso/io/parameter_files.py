"""Read the shipped parameter files, with a province's overrides laid over them."""

import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from hatangso.errors import InvalidInputError

__all__ = ["OVERRIDES_FILE", "merged", "read_overrides", "shipped_parameters"]

OVERRIDES_FILE = "parameters.toml"


def shipped_parameters(package: str, file: str) -> dict[str, Any]:
    """Return a parameter file that lies beside an engine such as ``radio``."""
    content = (files("hatangso") / package / file).read_text(encoding="utf-8")
    return tomllib.loads(content)


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

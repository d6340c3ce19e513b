"""Read a province's own working calendar."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from hatangso.errors import InvalidInputError

__all__ = ["read_calendar"]


def read_calendar(path: Path) -> dict[str, Any]:
    """Return the tables of a calendar file in TOML.

    Raises:
        InvalidInputError: The file cannot be read or is not valid TOML.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(unicodedata.normalize("NFC", content))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            "{file} is not valid TOML: {error}; correct it there",
            file=path.name,
            error=error,
        ) from error

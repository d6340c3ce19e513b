"""Find a shipped province by its key or name."""

import unicodedata
from pathlib import Path

from hatangso.errors import NotFoundError
from hatangso.packs.recipes import read_recipes

__all__ = ["pack_directory", "pack_keys"]

_HERE = Path(__file__).parent


def pack_keys() -> tuple[str, ...]:
    """Return the keys of the shipped provinces in alphabetical order."""
    return tuple(sorted(read_recipes()))


def pack_directory(name: str) -> Path:
    """Return the directory of a shipped province.

    Args:
        name: Its key or its name, with or without accents, spaces and hyphens.

    Raises:
        NotFoundError: No shipped province is called so; the message names them.

    >>> pack_directory("thai-nguyen").name
    'thai_nguyen'
    """
    for key in pack_keys():
        if _letters(name) == _letters(key):
            return _HERE / key
    names = ", ".join(recipe.name_vi for recipe in read_recipes().values())
    text = "there is no shipped province {name}; there are: {names}"
    raise NotFoundError(text, name=name, names=names)


def _letters(name: str) -> str:
    """Return the bare letters of a name: no accents, spaces, hyphens or case."""
    decomposed = unicodedata.normalize("NFD", name).lower()
    # These letters with a bar do not decompose: đ, and the Icelandic and African
    # look-alikes that keyboards produce for it.
    plain = decomposed.translate(str.maketrans("đðɖ", "ddd"))
    return "".join(letter for letter in plain if "a" <= letter <= "z")

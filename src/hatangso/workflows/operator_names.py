"""Names of operators as parts of the names of files."""

from collections.abc import Iterable

from hatangso.language import fold

__all__ = ["operator_file_names"]

_NAMELESS = "unnamed"


def operator_file_names(operators: Iterable[str]) -> dict[str, str]:
    """Return for each operator a name in small letters, each a different one.

    Operators whose names differ only in case, diacritics or signs get a number, in the
    order of their names.

    >>> operator_file_names(["Việt Nam Mobile", "VNPT", "Vnpt"])
    {'VNPT': 'vnpt', 'Việt Nam Mobile': 'viet-nam-mobile', 'Vnpt': 'vnpt-2'}
    """
    found: dict[str, str] = {}
    for operator in sorted(set(operators)):
        name = plain = _plain(operator)
        number = 1
        while name in found.values():
            number += 1
            name = f"{plain}-{number}"
        found[operator] = name
    return found


def _plain(operator: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in fold(operator))
    return "-".join(words.split()) or _NAMELESS

"""Whole numbers and amounts of money in Vietnamese words, as documents sign them."""

from hatangso.errors import InvalidInputError

__all__ = ["money_in_words", "number_in_words"]

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Unit digits that sound differently after twenty, thirty …
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_AFTER_TEN = {5: "lăm"}
_HUNDRED, _TEN = 100, 10
_BILLION = 10**9
_LARGEST = 10**18


def number_in_words(number: int) -> str:
    """Return a whole number in words, in small letters.

    Above a billion the billions are read as a number of their own: *nghìn tỷ*,
    *triệu tỷ*. Within what follows no hundred is left out: *không trăm linh năm*.

    Raises:
        InvalidInputError: It lies beyond 10¹⁸.

    >>> number_in_words(1014)
    'một nghìn không trăm mười bốn'
    >>> number_in_words(-21)
    'âm hai mươi mốt'
    """
    if abs(number) > _LARGEST:
        raise InvalidInputError(
            "{value} cannot be written in words: it lies beyond {most}",
            value=number,
            most=_LARGEST,
        )
    if number < 0:
        return f"âm {number_in_words(-number)}"
    return " ".join(_words(number, is_first=True)) or _DIGITS[0]


def money_in_words(vnd: int) -> str:
    """Return an amount in words, in small letters: *… đồng*.

    Raises:
        InvalidInputError: It lies beyond 10¹⁸ đồng.

    >>> money_in_words(1_200_000_000_000)
    'một nghìn hai trăm tỷ đồng'
    """
    return f"{number_in_words(vnd)} đồng"


def _words(number: int, *, is_first: bool) -> list[str]:
    """Return the words of a number; none for 0.

    Args:
        number: 0 or more.
        is_first: Whether no larger part stands before it.
    """
    billions, rest = divmod(number, _BILLION)
    said: list[str] = []
    if billions:
        said = [*_words(billions, is_first=is_first), "tỷ"]
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            said += _group(group, is_first=is_first and not said)
            said += [name] if name else []
    return said


def _group(number: int, *, is_first: bool) -> list[str]:
    """Return the words of 1 to 999."""
    hundreds, below = divmod(number, _HUNDRED)
    said = [] if is_first and not hundreds else [_DIGITS[hundreds], "trăm"]
    tens, ones = divmod(below, _TEN)
    if not tens:
        link = ["linh"] if said and ones else []
        return [*said, *link, *([_DIGITS[ones]] if ones else [])]
    said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    sounds = _AFTER_TEN if tens == 1 else _AFTER_TENS
    return [*said, sounds.get(ones, _DIGITS[ones])] if ones else said

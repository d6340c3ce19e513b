"""Texts that a spreadsheet would compute, kept from that in delimited text.

Rule: a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break gets an
apostrophe in front; a text that begins with apostrophes before such a sign gets one
more, so that taking one away always gives back the text. Only texts are guarded:
numbers stay numbers, so -5 is written as -5. Workbooks need no guard: their cells say
that they hold a text.

Source:
    OWASP, CSV Injection: the signs that start a formula, wide ones included.
"""

import re

__all__ = ["guarded", "unguarded"]

_WIDE_SIGNS = "\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(rf"'*[=+\-@\t\r\n{_WIDE_SIGNS}]")


def guarded(text: str) -> str:
    """Return a text as it is written into delimited text.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Bản Khẻ")
    ("'=1+1", "''=1+1", 'Bản Khẻ')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that was written as ``guarded`` does.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'Bản Khẻ")
    ('=1+1', "'=1+1", "'Bản Khẻ")
    """
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text

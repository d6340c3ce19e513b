"""Write a scenario as the TOML file that people read and edit."""

import json
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["SCENARIO_KEYS", "SCENARIO_TABLES", "scenario_comments", "scenario_text"]

# The order in which people ask: what it is called, what for, when, for how much.
SCENARIO_KEYS = (
    "title_vi",
    "title_en",
    "aim",
    "years",
    "budgets",
    "carries_over",
    "must_meet_goals",
    "operator",
    "shares_masts",
    "accepts_satellite",
    "forbidden",
)
SCENARIO_TABLES: Mapping[str, Sequence[str]] = {
    "service": ("name", "technology", "rate_mbps", "weight"),
    "goal": (
        "service",
        "measure",
        "percent",
        "year",
        "kinds",
        "difficulty",
        "grid_power",
        "document",
    ),
    "fixed": ("work", "year"),
}
_DELETE = "\x7f"


def scenario_text(content: Mapping[str, object], comments: Sequence[str] = ()) -> str:
    """Return a scenario file.

    Args:
        content: Keys and tables as ``tomllib`` reads them; those that a scenario does
            not know are left out, and so are keys with None.
        comments: Lines to stand at its head, without their ``#``.
    """
    lines = [f"# {line}".rstrip() for line in comments]
    lines += _pairs(content, SCENARIO_KEYS)
    for name, keys in SCENARIO_TABLES.items():
        tables = content.get(name)
        for table in tables if isinstance(tables, list) else ():
            lines += ["", f"[[{name}]]", *_pairs(table, keys)]
    return "\n".join(lines) + "\n"


def scenario_comments(text: str) -> tuple[str, ...]:
    r"""Return the comments of a TOML file in order, without their ``#``.

    >>> scenario_comments('# why\nyears = [2026] # soon\naim = "a # b"')
    ('why', 'soon')
    """
    found = (_comment(line) for line in text.splitlines())
    return tuple(one for one in found if one is not None)


def _comment(line: str) -> str | None:
    """Return what stands behind the ``#`` of a line; None without a comment."""
    quote = ""
    is_escaped = False
    for at, sign in enumerate(line):
        if is_escaped:
            is_escaped = False
        elif quote:
            is_escaped = sign == "\\" and quote == '"'
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "#":
            return line[at + 1 :].strip()
    return None


def _pairs(values: Mapping[str, object], keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        value = values.get(key)
        if value is not None:
            yield f"{key} = {_written(value)}"


def _written(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, str):
        # JSON's texts are TOML's, but for one sign.
        return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return repr(value)

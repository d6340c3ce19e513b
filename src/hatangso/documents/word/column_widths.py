"""How wide the columns of a table become."""

import re
from collections.abc import Sequence

from hatangso.documents.graphics.lettering import text_width
from hatangso.documents.official.blocks import ColumnKind, RowRole, Table
from hatangso.documents.official.wording import plain_text

__all__ = ["CELL_MARGINS_MM", "column_widths_mm", "needed_widths_mm"]

CELL_MARGINS_MM = 3.2
_PT_PER_MM = 72 / 25.4
_WIDEST_WORD_RATIO = 0.35
_BREAKS = re.compile(r"[ \t\n\r]+")  # not at a space that holds number and unit


def needed_widths_mm(table: Table, size_pt: float) -> list[float]:
    """Return how wide each column must be for its longest word.

    Numbers and dates count as one word.
    """
    words: list[dict[str, bool]] = []
    for column in table.columns:
        titles = (*column.title.split(), *f"({column.unit})".split())
        words.append(dict.fromkeys(titles, True))
    for row in table.rows:
        if row.role is RowRole.GROUP:
            continue
        is_bold = row.role is RowRole.TOTAL
        for found, column, cell in zip(words, table.columns, row.cells, strict=False):
            text = plain_text(cell)
            whole = column.kind in {ColumnKind.NUMBER, ColumnKind.DATE}
            is_short = whole and not any(sign.isalpha() for sign in text)
            for word in [text] if is_short else _BREAKS.split(text):
                found[word] = found.get(word, False) or is_bold
    return [
        CELL_MARGINS_MM
        + max(
            (
                text_width(word, size_pt, is_bold=is_bold)
                for word, is_bold in found.items()
            ),
            default=0.0,
        )
        / _PT_PER_MM
        for found in words
    ]


def column_widths_mm(
    table: Table, width_mm: float, needed_mm: Sequence[float]
) -> list[float]:
    """Return widths by the shares of the columns, raised where a word needs more.

    A word longer than a third of the table is broken rather than given its width.
    """
    limit_mm = width_mm * max(_WIDEST_WORD_RATIO, 1 / len(needed_mm))
    least = [min(mm, limit_mm) for mm in needed_mm]
    if sum(least) >= width_mm:
        return [mm * width_mm / sum(least) for mm in least]
    shares = [column.width for column in table.columns]
    fixed: set[int] = set()
    while True:
        left_mm = width_mm - sum(least[at] for at in fixed)
        share = sum(shares[at] for at in range(len(shares)) if at not in fixed)
        widths = [
            least[at] if at in fixed else left_mm * shares[at] / share
            for at in range(len(shares))
        ]
        narrow = {at for at in range(len(shares)) if widths[at] < least[at] - 1e-9}
        if not narrow:
            return widths
        fixed |= narrow

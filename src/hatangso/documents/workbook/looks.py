"""How cells look: one format for each set of properties."""

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

__all__ = ["Looks"]

_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_FRAME = {"border": 1, "text_wrap": True}


class Looks:
    """The formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Keep the workbook that the formats belong to."""
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(self, **properties: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own
        """Return the format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **properties})
        return self._formats[key]

    def framed(self, **properties: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own
        """Return the format of a cell of a table."""
        return self.look(**_FRAME, **properties)

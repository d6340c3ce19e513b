"""Tables without lines that only put things side by side."""

from collections.abc import Sequence

from hatangso.documents.word.elements import TWIPS_PER_MM, Element, w

__all__ = ["layout_table"]


def layout_table(
    rows: Sequence[Sequence[Sequence[Element]]], widths_mm: Sequence[float]
) -> Element:
    """Return a table without lines; none of its rows breaks across pages."""
    widths = [round(width_mm * TWIPS_PER_MM) for width_mm in widths_mm]
    properties = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblLayout", type="fixed"),
        w(
            "tblCellMar",
            w("left", w=0, type="dxa"),
            w("right", w=0, type="dxa"),
        ),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *(_row(row, widths) for row in rows))


def _row(cells: Sequence[Sequence[Element]], widths: Sequence[int]) -> Element:
    return w(
        "tr",
        w("trPr", w("cantSplit")),
        *(
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *(cell or [w("p")]))
            for cell, width in zip(cells, widths, strict=True)
        ),
    )
